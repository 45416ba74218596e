"""What a plugin imports of the platform, and what to import instead of what is not public."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from yishi_core.errors import Text
from yishi_core.nouns import ROOT

OTHERS = ("yishi_tenants", "yishi_graphql", "strawberry", "litestar")
"""What stands beside or above the plugins, which know nothing of it."""
LIKE = 0.75
"""From this likeness on a name is told as the one that was probably meant."""


def wrong_imports(
    tree: ast.Module, public: Mapping[str, frozenset[str]]
) -> Iterator[tuple[int, Text]]:
    """(line, what is wrong) of every import that a plugin must not make.

    `public` holds the public names by face (`yishi_core.nouns.faces`). Imports within the plugin
    and of other packages are its own affair.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            module = node.module
            for name in (alias.name for alias in node.names):
                if _is_ours(module) and name not in public.get(module, ()):
                    yield node.lineno, _instead(module, name, public)
        elif isinstance(node, ast.Import):
            for module in (alias.name for alias in node.names if _is_ours(alias.name)):
                yield node.lineno, _instead(module, "", public)


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in (ROOT, *OTHERS)


def _instead(module: str, name: str, public: Mapping[str, frozenset[str]]) -> Text:
    """What is said of `from module import name`, or of `import module` where no name is given."""
    asked = f"{module}.{name}" if name else module
    if module.partition(".")[0] != ROOT:
        return Text(
            f"插件不能引用 {module}:只引用 {ROOT} 公开的名称",
            f"imports {module}: a plugin imports what {ROOT} exports, and nothing beside it",
        )
    whole = module if name == "*" else asked
    if whole in public:
        line = f"from {whole} import …"
        return Text(f"请逐个写明引用的名称:{line}", f"name what is imported: {line}")
    if name and (faces := _offering(module, name, public)):
        line = " / ".join(f"from {face} import {name}" for face in faces)
    elif name and (meant := _meant(module, name, public)):
        face, like = meant
        return Text(
            f"{module} 没有公开 {name},是否为:from {face} import {like}",
            f"{module} exports no {name}; do you mean: from {face} import {like}",
        )
    elif own := _face_of(module, public):
        return Text(
            f"{asked} 不公开,可引用的名称见 {own} 的 __init__.pyi",
            f"{asked} is not public: what may be imported stands in the __init__.pyi of {own}",
        )
    else:
        line = f"from {ROOT} import …"
    return Text(f"{asked} 不公开,请改为:{line}", f"{asked} is not public; write: {line}")


def _offering(module: str, name: str, public: Mapping[str, frozenset[str]]) -> list[str]:
    """The faces that offer a name; the noun's own alone where the module stands in it."""
    faces = sorted(face for face, names in public.items() if name in names)
    own = [face for face in faces if face != ROOT and f"{module}.".startswith(f"{face}.")]
    return own or faces


def _meant(module: str, name: str, public: Mapping[str, frozenset[str]]) -> tuple[str, str] | None:
    """(face, name) of the public name that is spelled most like this one, the module's own face
    first.
    """
    own = _face_of(module, public)
    for face in dict.fromkeys([*([own] if own else []), *sorted(public)]):
        if close := get_close_matches(name, sorted(public[face]), n=1, cutoff=LIKE):
            return face, close[0]
    return None


def _face_of(module: str, public: Mapping[str, frozenset[str]]) -> str | None:
    """The face of the noun in which a module stands."""
    parts = module.split(".")
    above = (".".join(parts[:n]) for n in range(len(parts), 1, -1))
    return next((face for face in above if face in public), None)
