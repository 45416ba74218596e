"""The refusals of uploads and attachments; members of one word differ in their texts."""

from __future__ import annotations

from yishi_core.errors import Rule


class AttachmentRule(Rule):
    """Why a file is refused, at its upload or when a record takes it."""

    ARCHIVE_TYPE = (
        "file_type",
        "只接受 Word 文档(.docx),不接受其他压缩文件。",
        "Of archives only Word documents (.docx) are taken.",
    )
    ATTACHMENT_TAKEN = (
        "attachment_taken",
        "附件“{attachment}”已属于其他记录。",
        "“{attachment}” belongs to another record.",
    )
    FILE_BOMB = "file_bomb", "压缩文件展开后过大。", "The archive would unpack to too much."
    FILE_BROKEN = "file_broken", "文件已损坏,无法打开。", "The file is broken and cannot be opened."
    FILE_MACRO = (
        "file_macro",
        "文档含有宏,请另存为不含宏的 .docx。",
        "The document holds macros: save it as .docx without.",
    )
    FILE_TYPE = (
        "file_type",
        "只接受 PDF、Word(.docx)、JPG 和 PNG 文件。",
        "Only PDF, Word (.docx), JPG and PNG are taken.",
    )
    PICTURE_BOMB = "picture_size", "图片像素过大。", "The picture has too many pixels."
    PICTURE_BROKEN = (
        "file_broken",
        "图片已损坏,无法打开。",
        "The picture is broken and cannot be opened.",
    )
    PICTURE_NOT_JPG = (
        "picture_size",
        "图片像素过大,请另存为 JPG 后上传。",
        "The picture has more than {most} pixels: send it as a JPG.",
    )
    PICTURE_SIZE = "picture_size", "图片像素过大。", "The picture has more than {most} pixels."
