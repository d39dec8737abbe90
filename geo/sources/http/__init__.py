"""The only way remote bytes come in.

Where do I go to …?

- read a small document, or a range of a file: `client`
- open a remote raster: `ranges`
- fetch a whole file that resumes: `download`
- change how long or how often is tried: `persistence` (attempts) and `clock` (time limits)
- change proxies, certificates, credentials: `line`
- change what an error says: `trouble` (reasons) and `redact` (what is never shown)
"""
