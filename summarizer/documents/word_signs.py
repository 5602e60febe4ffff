"""Characters that Word keeps as markup: symbols of fonts, raised digits."""

UNKNOWN = "\ufffd"
"""What a symbol stands as of which it is not known what it looks like."""
_PLACES = range(0xF020, 0xF100)
"""Characters that are what the font says."""
UNKNOWN_FONT = dict.fromkeys(_PLACES, UNKNOWN)
FONTS = {
    name: dict(zip(_PLACES, signs, strict=True))
    for name, signs in (
        (
            "symbol",
            (
                " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕ"
                "κλμνοπθρστυϖωξψζ{|}~���������������������������������€ϒ′≤/∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝"
                "∂•÷≠≡≈…|—↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√·¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�"
            ),
        ),
        (
            "wingdings",
            (
                " ��������������������������������������������������������������������������"
                "�●�■□�����◆❖���������⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿���������•�○�����▪□��★����������"
                "����������������������������������➢������←→�������→�������⇒����������✗✓☒☑�"
            ),
        ),
        (
            "wingdings 2",
            (
                " ����������������������������������������������✗✓☒☑����������������������⓪①"
                "②③④⑤⑥⑦⑧⑨⑩�����������������������������������������������□������������������"
                "��������������������������������������������������������������������������"
            ),
        ),
    )
}
"""What symbols of the fonts look like."""
RAISED = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
"""What stands above the line: 10 to the 4th must not become 104."""
