"""The profile's word lists, compiled once for the rules engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.quantities.mentions import MentionScanner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.profiles import Profile


def alternatives(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of ``words``."""
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))


@dataclass(frozen=True)
class RuleLexicons:
    """Compiled word lists; tuples are for ``str.startswith``/``endswith``."""

    scanner: MentionScanner
    verbs: re.Pattern[str]
    verb_words: tuple[str, ...]
    adverbs: re.Pattern[str]
    build_verbs: tuple[str, ...]
    frame_nouns: tuple[str, ...]
    one_units: frozenset[str]
    one_verbs: tuple[str, ...]
    mask_units: frozenset[str]
    zero_things: str
    events: re.Pattern[str]
    strong_events: re.Pattern[str]
    vague: re.Pattern[str]
    coverage_predicates: str

    @classmethod
    def of(cls, profile: Profile) -> RuleLexicons:
        """Compile the lexicons of ``profile``. Raises :class:`~summarizer.errors.ProfileError` where one is missing."""
        verbs = profile.lexicon("verbs")
        return cls(
            scanner=MentionScanner(profile.lexicon("units")),
            verbs=re.compile(alternatives(verbs)),
            verb_words=tuple(sorted(verbs, key=len, reverse=True)),
            adverbs=re.compile(f"(?:{alternatives(profile.lexicon('adverbs'))})+"),
            build_verbs=profile.lexicon("build_verbs"),
            frame_nouns=profile.lexicon("frame_nouns"),
            one_units=frozenset("所 座 个 家 处 条 场 次 届 项 套 台 间 部 名 栋 幢 期 支 块".split()),
            one_verbs=tuple(
                "新建 改建 扩建 建成 建设 争创 创建 打造 举办 开工 引进 培育 组建 新增 建立 成立 开办 承办 召开 申报 开通 每年 规划建设 启动建设 至少 不少于 开展".split()
            ),
            mask_units=frozenset(
                "% ‰ 个百分点 个 所 名 人 家 项 处 条 间 座 套 台 部 场 次 户 亩 元 万元 公里 平方米 篇 门 节 辆 件 人次 课时 学时 支 位 对 组 栋 幢 吨 公顷 平方公里 千米 米".split()
            ),
            zero_things=alternatives(profile.lexicon("zero_things")),
            events=re.compile(alternatives(profile.lexicon("events"))),
            strong_events=re.compile(alternatives(profile.lexicon("strong_events"))),
            vague=re.compile(alternatives(profile.lexicon("vague_predicates"))),
            coverage_predicates=alternatives(profile.lexicon("coverage_predicates")),
        )
