"""The shared knowledge base: one compiled file in S3 that any number of skills read.

Key layout, made by `Library.publish`: `<prefix>/<locale>.json` is what skills read;
`<prefix>/versions/<locale>/<checksum>.json` keeps every version that was published, so that going back is a copy.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shop_helper.errors import ConfigurationError, ContentError, StoreError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

log = logging.getLogger("shop_helper")


@dataclass(frozen=True)
class Location:
    """`s3://bucket/prefix`"""

    bucket: str
    prefix: str

    @classmethod
    def parse(cls, uri: str) -> Location:
        """Raises ConfigurationError on anything but `s3://bucket[/prefix]`."""
        parts = urlsplit(uri)
        if parts.scheme != "s3" or not parts.netloc:
            raise ConfigurationError(f"KNOWLEDGE_BASE_URI is {uri!r}; expected s3://bucket/prefix")
        return cls(parts.netloc, parts.path.strip("/"))

    def key(self, locale: str) -> str:
        return "/".join(filter(None, (self.prefix, f"{locale}.json")))

    def version_key(self, locale: str, checksum: str) -> str:
        return "/".join(filter(None, (self.prefix, "versions", locale, f"{checksum}.json")))


class Shared:
    """Fetches the file when it has changed (by ETag), at most once an interval, without keeping a turn waiting.

    `accept` is given the bytes and makes them the running knowledge base; it raises ContentError for bytes that are
    no valid one, and then what is running goes on.
    """

    def __init__(
        self,
        client: Callable[[], S3Client],
        location: Location,
        locale: str,
        accept: Callable[[bytes], None],
        interval_s: float,
    ) -> None:
        self._client, self._location, self._locale = client, location, locale
        self._accept, self._interval_s = accept, interval_s
        self._etag: str | None = None
        self._checked_at: float | None = None
        self._busy, self._looking = threading.Lock(), threading.Lock()

    def fetch_if_due(self, now_s: float, interval_s: float | None = None) -> threading.Thread | None:
        """Starts a check in the background when the interval is over; `now_s` is a monotonic clock. `interval_s`
        replaces the one given at the start if it is shorter."""
        with self._looking:
            interval_s = min(self._interval_s, interval_s or self._interval_s)
            due = self._checked_at is None or now_s - self._checked_at >= interval_s
            if not due or self._busy.locked():
                return None
            self._checked_at = now_s
        thread = threading.Thread(target=self.fetch, name="knowledge", daemon=True)
        thread.start()
        return thread

    def fetch(self) -> bool:
        """True when a new version was taken over. Whatever goes wrong is logged, and the running one is kept."""
        with self._busy:
            try:
                return self._fetch()
            except (ContentError, StoreError) as problem:
                log.warning("shared knowledge base not taken over: %s", problem)
                return False

    def _fetch(self) -> bool:
        request: dict[str, Any] = {"Bucket": self._location.bucket, "Key": self._location.key(self._locale)}
        if self._etag:
            request["IfNoneMatch"] = self._etag
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            answer = self._client().get_object(**request)
            raw = answer["Body"].read()
        except ClientError as problem:
            if problem.response["ResponseMetadata"]["HTTPStatusCode"] == 304:
                return False
            raise StoreError(str(problem)) from problem
        except BotoCoreError as problem:
            raise StoreError(str(problem)) from problem
        self._accept(raw)
        self._etag = answer["ETag"]
        log.info("shared knowledge base taken over, ETag %s", self._etag)
        return True


class Library:
    """Puts compiled knowledge bases where skills read them, and goes back to an earlier one."""

    def __init__(self, client: S3Client, location: Location) -> None:
        self._client, self._location = client, location

    def publish(self, locale: str, raw: bytes, checksum: str) -> str:
        """Stores the version, then makes it the one that is read. Returns its key."""
        key = self._location.version_key(locale, checksum)
        self._client.put_object(
            Bucket=self._location.bucket, Key=key, Body=raw, ContentType="application/json"
        )
        self._make_current(locale, key)
        return key

    def versions(self, locale: str) -> list[tuple[str, str]]:
        """(published at, checksum), newest first."""
        prefix = self._location.version_key(locale, "").removesuffix(".json")
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._location.bucket, Prefix=prefix
        )
        entries = [entry for page in pages for entry in page.get("Contents", [])]
        entries.sort(key=lambda entry: entry["LastModified"], reverse=True)
        return [
            (
                entry["LastModified"].isoformat(timespec="seconds"),
                entry["Key"].rsplit("/", 1)[1].removesuffix(".json"),
            )
            for entry in entries
        ]

    def roll_back(self, locale: str, checksum: str) -> str:
        """Makes an earlier version the one that is read. Raises StoreError when no version begins so."""
        found = [known for _, known in self.versions(locale) if known.startswith(checksum)]
        if len(found) != 1:
            raise StoreError(f"{len(found)} versions begin with {checksum!r}; `versions` lists them")
        key = self._location.version_key(locale, found[0])
        self._make_current(locale, key)
        return key

    def _make_current(self, locale: str, key: str) -> None:
        bucket = self._location.bucket
        self._client.copy_object(
            Bucket=bucket,
            Key=self._location.key(locale),
            CopySource={"Bucket": bucket, "Key": key},
            MetadataDirective="REPLACE",
            ContentType="application/json",
        )
