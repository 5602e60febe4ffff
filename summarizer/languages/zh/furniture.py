"""The words by which page furniture is known: one pattern a kind, all for lines of the view.

General for Chinese web pages and printed documents; no site, place or document is named here.
A pattern named ``…_LINE`` is meant for ``fullmatch`` on a stripped line of at most a few hundred characters.
"""

import re
from collections.abc import Iterator

from summarizer.languages.patterns import verbose

_MAX_LINE = 160
"""No line of furniture is longer, except disclaimers."""
MAX_DISCLAIMER = 400
MAX_LINK = 60
"""A title in a list of links, a running head."""


def _any(words: str) -> str:
    """An alternation of blank-separated words, the longest first so that none hides behind its own beginning."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_TOOLS = _any("""
    字体大小 字体 字号 打印 打印本页 打印页面 打印此页 打印文章 打印全文 打印内容 关闭 关闭本页 关闭页面 关闭窗口
    返回顶部 返回首页 返回列表 返回上一页 返回上页 收藏 收藏本页 收藏本站 加入收藏 设为首页 首页 网站首页 网站地图
    分享 分享到 分享至 微信 微信好友 微博 新浪微博 腾讯微博 朋友圈 QQ QQ空间 QQ好友 复制链接 点赞 举报 纠错
    上一页 下一页 末页 尾页 联系我们 关于我们 网站声明 法律声明 免责声明 版权声明 隐私政策 隐私声明 登录 注册 搜索
    站内搜索 无障碍 无障碍阅读 无障碍浏览 长者模式 长者版 长者专区 繁体 繁体版 简体 简体版 手机版 电脑版 移动版
    客户端 我要纠错 语音播报 朗读 我要评论 网友评论 English RSS A[+-]? T
""")
# Possessive: a line that is almost a tool bar fails at once.
_TOOLBAR_LINE = verbose(
    rf"""
    (?=.*[\u4e00-\u9fff])                # says something in Chinese
    (?>
        大[ ]*中[ ]*小|小[ ]*中[ ]*大     # sizes of type
        |{_TOOLS}
        |[ |/·:\[\]()【】<>«»›+,、_-]      # what parts the buttons
    )+
    (?!.)
    """
)

# Labels that name a fact about the page itself and that nothing in a plan bears.
_PAGE_LABELS = _any("""
    发布日期 发布时间 发稿时间 发布机构 发布单位 发布机关 信息来源 文章来源 稿件来源 浏览次数 浏览量 点击数 点击次数
    点击量 点击率 阅读次数 阅读量 阅读数 访问量 访问次数 人气 成文日期 生成日期 公开日期 发文日期 发文机关
    发文字号 索引号 主题分类 组配分类 所属分类 信息分类 公开方式 公开时限 公开程序 公开形式 公开属性 信息有效性
    有效性 废止日期 失效日期 主题词 责任编辑 责编 更新时间 更新日期 修改时间 上传时间 录入时间 录入员 字号 字体
    字体大小
""")
_PAGE_LABEL_LINE = verbose(
    rf"""
    (?:[^,;。:]{{0,20}}?[ \[(【|/])?              # a name before the label
    [\[(【]?{_PAGE_LABELS}[\])】]?[ ]*:[^。;]{{0,120}}
    |(?:阅读|浏览|点击)[ ]*:[ ]*\d*[ ]*次?        # a counter of readers
    """
)
# Labels that may also open a line of a plan: believed only near the ends of a page.
_EDGE_LABELS = _any("""
    来源 作者 编辑 审核 审校 校对 供稿 撰稿 稿源 记者 标签 关键词 分类 体裁 文号 主办单位 承办单位 技术支持
    联系地址 地址 邮编 邮政编码 联系电话 电话 传真 邮箱 网址
""")
_EDGE_LINE = verbose(
    rf"""
    [\[(【]?{_EDGE_LABELS}[\])】]?[ ]*:[^。;]{{0,80}}
    |[\[(【]?(?:时间|日期)[ ]*:[ ]*                                  # the day of publication, labelled
        \d{{4}}[ ]*[-/.年][ ]*\d{{1,2}}[ ]*[-/.月][ ]*\d{{1,2}}[ ]*日?
        (?:[ ][^。;]{{0,60}})?[\])】]?
    |\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}                            # and bare, perhaps with the hour
        (?:[ ]+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?(?:[ ][^。;,]{{0,30}})?
    """
)

_BREADCRUMB = r"""
    (?:您?(?:现在|当前)?(?:所在)?的?位置(?:是|为)?|您所在的位置)[ ]*:.{0,120}
    |(?:网站)?(?:首页|主页)[ ]*[>»›/-].{0,120}
    |[^<>»›。;,]{1,24}(?:[>»›]+[^<>»›。;,]{1,40}){2,}                          # a > b > c
    |[\[(【]?[上下]一[篇页条章节](?:文章|新闻|信息)?[\])】]?(?:[ ]*[:| ].{0,100}|没有了.{0,20})?  # the next page
"""
_ON_A_PHONE = rf"""
    (?:请?用?(?:手机|微信)?[ ]*)?(?:扫一扫|扫码|扫描)[^。;,]{{0,16}}            # scan this to …
        {_any("手机 微信 当前页 本页 页面 关注 浏览 分享 公众号")}[^。;]{{0,20}}
    |(?:微信|请|手机)?扫一扫
    |(?:{_any("微信 微博 手机 公众号 官方 网站 客户端 长按 识别 扫描")}[^。;,]{{0,6}})?二维码
        (?:[^。;,]{{0,12}}{_any("关注 手机 微信 浏览 查看 分享")}.{{0,12}})?
    |(?:分享|转发)(?:到|至|本文|文章)[^。;]{{0,60}}
"""
_OWNER = rf"""
    (?:copyright\b|©|\(c\)[ ]?\d{{4}}).{{0,140}}
    |.{{0,80}}(?:©|copyright[ ]?\(c\)|all[ ]rights[ ]reserved).{{0,80}}
    |[^。;]{{0,60}}版权(?:所有(?!权)|归)[^。;]{{0,60}}
    |.{{0,80}}{_any("ICP备 ICP证 网安备 公安备 网站标识码 增值电信业务")}.{{0,80}}   # registration of the site
    |建议(?:您)?使用.{{0,60}}(?:浏览器|分辨率).{{0,40}}
"""
_ORIGIN = r"""
    [^。;,]{0,12}(?:https?://|www\.)[^\s\u4e00-\u9fff]+[^。;,\d]{0,16}          # an address
    |[^。;,]{0,20}(?:北大法宝|法宝引证码|CLI\.\d)[^。;]{0,60}                    # a database of laws
    |[^。;]{0,60}》?[ ]?(?:文章)?出自:[^。;]{0,80}
    |原文(?:发布|来源|出处|链接)(?:机关|单位|机构|日期|时间)?[ ]?:[^。;]{0,80}
"""
_PAGE_NUMBER = r"""
    第?[ ]*\d{1,4}[ ]*/[ ]*\d{1,4}[ ]*页
    |第[ ]*\d{1,4}[ ]*页(?:[ ,/]*共[ ]*\d{1,4}[ ]*页)?
    |共[ ]*\d{1,4}[ ]*页(?:[ ,/]*第[ ]*\d{1,4}[ ]*页)?
    |-[ ]*\d{1,4}[ ]*-
    |page[ ]+\d{1,4}(?:[ ]*(?:of|/)[ ]*\d{1,4})?
"""
_RELATED = tuple("相关 推荐 热门 最新 精彩 热点 延伸 猜你 最近 友情 大家 您可能 你可能 阅读 点击 查看".split())
"""How such a line begins, where nothing and no blank stands before it."""
_RELATED_LINE = verbose(
    rf"""
    (?:[^。;,:]{{0,40}}[ ])?                                                   # a button before it
    (?:
        (?:相关|推荐|热门|最新|精彩|热点){_any("文章 推荐 阅读 链接 新闻 资讯 内容 文档 范文 信息 稿件 专题 热词")}
        |延伸阅读|猜你喜欢|最近更新|友情链接
        |(?:大家|您可能|你可能)(?:都在看|还喜欢|感兴趣).{{0,8}}
        |(?:阅读|点击|热点)排行|查看更多
    )
    [ ]*[:>»]*
    """
)
_ANYWHERE_LINE = verbose(f"{_BREADCRUMB}|{_ON_A_PHONE}|{_OWNER}|{_ORIGIN}|{_PAGE_NUMBER}", re.IGNORECASE)
_MAY_STAND_ANYWHERE = re.compile(
    "[A-Za-z©>»›页扫置一码享发权备信器率宝自文-](?:(?<=[A-Za-z©>»›页扫-])|(?<=位置)|(?<=[上下]一)|(?<=二维码)|(?<=标识码)|(?<=分享)"
    "|(?<=转发)|(?<=版权)|(?<=安备)|(?<=电信)|(?<=浏览器)|(?<=分辨率)|(?<=法宝)|(?<=出自)|(?<=原文))"
)
"""In every such line: few others hold one of these."""
_SIGN = re.compile(r"[-_|]")
"""What parts the name of a site from what stands before it."""
_CLOSED_LINE = verbose(f"{_ON_A_PHONE}|{_OWNER}", re.IGNORECASE)
"""What is furniture even with a full stop after it."""
PAGE_NUMBER = verbose(_PAGE_NUMBER, re.IGNORECASE)
_PAGE_COUNTER = re.compile(r"(?<! ) *\( *第? *\d{1,3} */ *(?:共? *)?\d{1,3} *页 *\)")
"""A counter inside a line: ``(第6/13页)``."""

_DISCLAIMER = verbose(
    r"""
    [\[(【*]*
    (?:
        免责声明|版权声明|特别声明|郑重声明|本站声明|声明[ ]*:|本文内容由
        |本文(?:来源|来自|转自|转载|摘自|链接|地址|标题|网址)
        |本(?:站|网站|网)(?:仅|所有|部分|内容|提供|转载|发布|文章|资源)
        |(?:如需|如若|若需)?转载,?(?:请|时|须)|[如若](?:有)?侵权|未经(?:本站|本网|授权|许可|允许)[^。]{0,20}转载
        |以上(?:就是|是)(?:小编|本站|本文)
        |(?:原文|文章|本文|链接)(?:链接|地址|网址)[ ]*:|链接[ ]*:|文章来源于
        |更多[^。,]{0,30}(?:尽在|敬?请(?:继续)?(?:关注|访问|点击|浏览|查看))
    )
    """
)
"""How a disclaimer opens; it may go on with full sentences."""

_SPAM_CUE = re.compile(
    _any("官网 官方网站 入口 登录 登陆 注册 下载 app 网页版 手机版 安卓版 客户端 最新版 全站 棋牌 彩票 博彩"),
    re.IGNORECASE,
)
_SITES = _any(r"""
    官网 官方网站 官方平台 入口 登录 下载 app 网站 信息网 政务网 政府网 教育网 门户 门户网 范文网 文秘网 资讯网
    新闻网 文库 信息公开 政务公开 百科 \.com \.cn
""")
_SITE_SUFFIX = verbose(
    # `2011-2015年…` and a doubled dash part a title from its own second half.
    rf"""
    (?<![ ])[ ]*(?:[_|]|(?<![-\d])-(?![-\d]))[ ]*               # …工作要点-某某网
        (?=[^-_|。,;:]{{2,30}}$)[^-_|]*{_SITES}$
    |(?:(?<![ ])[ ]*[_|][ ]*|(?<=[\u4e00-\u9fff])[ ]-[ ])       # …工作要点_某某县人民政府
        (?=[^-_|。,;:]{{3,20}}$)[^-_|]*{_any("网 人民政府 委员会 教育局 厅 局 大学 学院")}$
    """,
    re.IGNORECASE,
)
"""The name of the site after a page's title."""

NUMBERED = verbose(
    r"""
    第[一二三四五六七八九十百\d]{1,4}[章节篇编条部]
    |[一二三四五六七八九十]{1,3}[、.,:]
    |\([一二三四五六七八九十\d]{1,3}\)
    |\d{1,2}[ ]?[、.]
    """
)
_HAN_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[章节篇编条]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)"
)
SENTENCE = re.compile(r"[。;!?]|[^,]{2},[^,]{2}")
"""A full stop, or clauses parted by a comma."""

PRINTED_PAGE_NUMBER = verbose(
    r"""
    (?<![-—–·•~\s])[-—–·•~\s]*(?:第\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*页)?
    (?:\s*[/,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?                  # of how many
    [-—–·•~\s]*
    """,
    re.IGNORECASE,
)
PRINTED_ITEM = verbose(
    r"""
    第[一二三四五六七八九十百\d]{1,4}[章节篇编条部]
    |[一二三四五六七八九十]{1,3}[、.．]
    |[（(][一二三四五六七八九十\d]{1,3}[）)]
    |\d{1,2}[、.．](?!\d)
    |[①-⑳]
    """
)


def is_line(text: str, *, edge: bool) -> bool:
    """Whether a whole line is furniture; ``edge`` where it stands near an end of the page."""
    if len(text) <= MAX_DISCLAIMER and _DISCLAIMER.match(text):
        return True
    if len(text) > _MAX_LINE or text.endswith((";", ",")) or NUMBERED.match(text):
        return False
    if text.endswith("。"):
        return len(text) <= MAX_LINK and _CLOSED_LINE.fullmatch(text[:-1]) is not None
    if (
        _TOOLBAR_LINE.fullmatch(text)
        or (":" in text and _PAGE_LABEL_LINE.fullmatch(text))
        or (_MAY_STAND_ANYWHERE.search(text) and _ANYWHERE_LINE.fullmatch(text))
        or _is_related(text)
        or _is_spam(text)
    ):
        return True
    return edge and _EDGE_LINE.fullmatch(text) is not None


def heads_links(text: str) -> bool:
    """Whether a line stands over links to other pages, like 相关文章."""
    return len(text) <= _MAX_LINE and _is_related(text) and not NUMBERED.match(text)


def is_link(text: str) -> bool:
    """Whether a line at the end of a page may be a link to another: a short, unpunctuated title."""
    if is_line(text, edge=True):
        return True
    return len(text) <= MAX_LINK and not SENTENCE.search(text) and not _HAN_NUMBERED.match(text)


def parts(text: str) -> Iterator[tuple[int, int]]:
    """Furniture inside a line of content: a page counter, the name of the site after the page's title."""
    if "页" in text:
        for match in _PAGE_COUNTER.finditer(text):
            yield match.span()
    if len(text) <= _MAX_LINE and _SIGN.search(text) and not SENTENCE.search(text) and not NUMBERED.match(text):
        site = _SITE_SUFFIX.search(text)
        if site and site.start():
            yield site.start(), len(text)


def _is_related(text: str) -> bool:
    return (" " in text or text.startswith(_RELATED)) and _RELATED_LINE.fullmatch(text) is not None


def _is_spam(text: str) -> bool:
    """Whether a line is search-engine spam: names of a site's download or log-in pages, parted by - _ or |."""
    if _SIGN.search(text) is None or SENTENCE.search(text):
        return False
    named = [part for part in _SIGN.split(text) if part.strip()]
    return (
        len(named) > 1
        and all(_SPAM_CUE.search(part) for part in named)
        and len({cue.lower() for cue in _SPAM_CUE.findall(text)}) > 1
    )
