"""Exports to the tools in which people annotate texts: each item with its place, in the unit that the tool counts in.

Offsets of ours count code points, and so do those of Label Studio, brat and the W3C's Web Annotations; doccano counts
UTF-16 units, as JavaScript does. What a format has a field for goes into it, the rest beside it where there is room.
"""
