"""The fingerprint of an instrument: equal for equal meaning, whatever the file looks like."""

import hashlib
import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from survey_flows.instrument import Instrument


def fingerprint(instrument: Instrument) -> str:
    """`sha256:` and 64 hex digits over everything the instrument says."""
    canonical = json.dumps(
        _canonical(instrument), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def _canonical(value: object) -> object:
    if isinstance(value, tuple):
        return [_canonical(one) for one in value]
    if isinstance(value, dict):
        return {key: _canonical(one) for key, one in value.items()}
    if is_dataclass(value):
        parts = [(one, getattr(value, one.name)) for one in fields(value)]
        # Defaults are left out: an attribute added to the model must not edit what is published.
        return {one.name: _canonical(said) for one, said in parts if said != _default(one)}
    return value


def _default(one: "Field[Any]") -> object:
    return one.default_factory() if one.default_factory is not MISSING else one.default
