"""Words."""

import re

HEAD = re.compile(r"指标|目标|任务|举措|措施|责任|单位|时限|期限|\d{4}年")
