"""How an object store's errors are told: what was seen and what to do, in a few words and without addresses or keys."""

import re

from outputs.store.patience import PATIENCE

_STATUS = re.compile(r"status code: (\d{3} [A-Za-z' -]+)")
_CODE = re.compile(r"<Code>(\w+)</Code>")
_KIND = re.compile(r"HttpError \{\s*kind: (\w+)")
_SYSTEM = re.compile(r'message: "([^"]+)"')
_RETRIED = re.compile(r"after \d+ retries")
_OWN_CREDENTIALS = ("/latest/api/token", "computeMetadata", "/metadata/identity", "/meta-data/iam")
"""Where a machine of a cloud asks for its own credentials: asked only if the environment has none."""
_QUOTED = 100
"""Characters of the library's own message that fit one line."""

_CREDENTIALS = "set the store's credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or those of gs:// or az://)"
_ELSEWHERE = "or publish elsewhere (UMRAN_PUBLISH_ROOT, --out)"
_REMEDIES = {
    "NoSuchBucket": f"create the bucket, {_ELSEWHERE}",
    "RequestTimeTooSkewed": "set this machine's clock",
    "400": "check AWS_REGION and the bucket's name",
    "301": "check AWS_REGION: the bucket is in another region",
    "401": _CREDENTIALS,
    "403": "these credentials may not do that: check them and the bucket's policy",
    "404": f"create the bucket, {_ELSEWHERE}",
    "501": f"this store cannot write on condition, which keeps two runs apart: take another, {_ELSEWHERE}",
    "507": f"the store is full: make room, {_ELSEWHERE}",
}


def told(act: str, error: Exception) -> tuple[str, str, str]:
    """Return what was tried, what was seen instead, and what to do."""
    text = str(error)
    status, code = _first(_STATUS, text).strip(), _first(_CODE, text)
    if any(path in text for path in _OWN_CREDENTIALS):
        return act, "no credentials", _CREDENTIALS
    if status:
        seen = f"{status} ({code})" if code else status
        return act, seen, _REMEDIES.get(code) or _REMEDIES.get(status[:3]) or "the store fails: try again later"
    kind, system = _first(_KIND, text), _first(_SYSTEM, text)
    if kind or system:
        seen = f"no answer within {PATIENCE.request_s:g} s" if kind == "Timeout" else f"no answer ({system or kind})"
        seen = "an answer that broke off" if kind in {"Interrupted", "Decode"} else seen
        return act, seen, f"check the network and the endpoint (AWS_ENDPOINT_URL), {_ELSEWHERE}"
    first = re.sub(r"\w+://\S+", "…", " ".join(text.partition("Debug source")[0].split()))
    return act, first[:_QUOTED], f"check the address, {_ELSEWHERE}"


def is_unanswered(error: Exception) -> bool:
    """Return whether the request broke off on its way and was not tried again yet: all of ours may be repeated."""
    text = str(error)
    return not (_STATUS.search(text) or _RETRIED.search(text))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
