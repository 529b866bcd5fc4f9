"""A state manager over aiosqlite and pydantic: SQLite as it comes (rollback journal, synchronous=FULL), a row and a commit an operation."""

import asyncio
import sys
import uuid
from datetime import datetime, timezone
from enum import Enum
from typing import Optional

import aiosqlite
from pydantic import BaseModel, Field

from serving import serve


class Severity(str, Enum):
    major = "major"
    medium = "medium"
    minor = "minor"


class Finding(BaseModel):
    finding_id: str = Field(default_factory=lambda: str(uuid.uuid4()))
    execution_id: str
    severity: Severity
    category: str
    title: str
    description: str = ""
    evidence: str = ""
    file: Optional[str] = None
    line: Optional[int] = None
    resolved: bool = False
    created_at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))


class Store:
    async def open(self, path):
        self.connection = await aiosqlite.connect(path)
        self.lock = asyncio.Lock()
        await self.connection.execute(
            "CREATE TABLE findings (finding_id TEXT PRIMARY KEY, execution_id TEXT, severity TEXT, category TEXT, title TEXT,"
            " description TEXT, evidence TEXT, file TEXT, line INTEGER, resolved INTEGER, created_at TEXT)")
        await self.connection.execute("CREATE INDEX findings_by_execution ON findings (execution_id)")
        await self.connection.commit()

    async def add(self, finding):
        async with self.lock:
            await self.connection.execute(
                "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    finding.finding_id, finding.execution_id, finding.severity.value, finding.category, finding.title,
                    finding.description, finding.evidence, finding.file, finding.line, int(finding.resolved),
                    finding.created_at.isoformat(),
                ))
            await self.connection.commit()


async def caller(store, writes):
    for number in range(writes):
        await store.add(
            Finding(
                execution_id="one", severity=Severity.major, category="test", title=f"test_search fails {number}",
                description="It fails", evidence="AssertionError", file="tests/search.py", line=14))


async def callers(store, count, writes):
    await asyncio.gather(*(caller(store, writes // count) for _ in range(count)))


loop = asyncio.new_event_loop()
store = Store()
loop.run_until_complete(store.open(sys.argv[1] + "/rows.db"))
serve(lambda count, writes: loop.run_until_complete(callers(store, count, writes)))
loop.run_until_complete(store.connection.close())
