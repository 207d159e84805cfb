"""The built-in job of utakata in Python, with asyncio and the standard library alone.

Reads jobs from standard input and answers on standard output, one line of JSON each, as docs/programs.md describes:

    python3 job.py [--limit N]

fetches at most N feeds at once: without --limit as many as the job's limits.concurrency allows, or 256.
"""

import argparse
import asyncio
import json
import ssl
import sys
from datetime import datetime, timezone
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

parser = argparse.ArgumentParser()
parser.add_argument("--limit", type=int)
LIMIT = parser.parse_args().limit


async def main():
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=1 << 26)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := await lines.readline():
        request = json.loads(line)
        figures = await perform(request)
        print(json.dumps({"run": request["run"], "done": True, **figures}), flush=True)


async def perform(request):
    items = request["items"]
    if not items:
        return {}
    window = [datetime.fromisoformat(request["window"][end].replace("Z", "+00:00")) for end in ("from", "until")]
    client = Client(request)
    slots = asyncio.Semaphore(LIMIT or request["limits"].get("concurrency", 256))
    failures = {}

    async def one(item):
        async with slots:
            step = "fetch"
            try:
                body = await client.send("GET", item["url"])
                step = "check"
                messages = [message_of(*found) for found in starting_in(body.decode(), *window)]
                step = "notify"
                for message in messages:
                    await client.send("POST", item["sink"], message)
            except Exception as error:
                if not failures:
                    print(f"{item['id']}: {error!r}", file=sys.stderr)
                failures[f"{step} failed"] = failures.get(f"{step} failed", 0) + 1

    await asyncio.gather(*map(one, items))
    return {"items": len(items), "failures": failures}


class Client:
    """HTTP/1.1 with a connection for each request, which is what hosts that are asked once need."""

    def __init__(self, request):
        self.tls = ssl.create_default_context(cadata=request["ca"]) if "ca" in request else None
        self.resolve = request.get("resolve")
        self.timeout = sum(request["timeouts"].values()) / 1000

    async def send(self, method, url, body=b""):
        return await asyncio.wait_for(self.exchange(method, urlsplit(url), body), self.timeout)

    async def exchange(self, method, url, body):
        host = url.hostname
        if self.resolve:
            await asyncio.sleep(self.resolve["delayMs"] / 1000)
            host = self.resolve["address"]
        tls = {"ssl": self.tls, "server_hostname": url.hostname} if url.scheme == "https" else {}
        reader, writer = await asyncio.open_connection(host, url.port, **tls)
        try:
            head = f"{method} {url.path} HTTP/1.1\r\nHost: {url.netloc}\r\nConnection: close\r\n"
            if body:
                head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}\r\n".encode() + body)
            answer = await reader.read()
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *fields = head.decode("latin-1").split("\r\n")
        status = first.split(" ")[1]
        if status != "200":
            raise OSError(f"status {status}")
        length = next((int(field[15:]) for field in fields if field.lower().startswith("content-length:")), None)
        if length is not None and length != len(body):
            raise OSError(f"{len(body)} of {length} bytes")
        return body


def starting_in(calendar, begin, end):
    """Title, start and calendar of what starts from `begin` until before `end`; of what recurs its first start alone."""
    name = ""
    event = None
    for line in calendar.replace("\r\n ", "").split("\r\n"):
        key, _, value = line.partition(":")
        if key == "X-WR-CALNAME":
            name = unescape(value)
        elif line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            if event.get("status") != "CANCELLED" and begin <= event["start"] < end:
                yield event["summary"], event["start"], name
            event = None
        elif event is None:
            continue
        elif key == "SUMMARY":
            event["summary"] = unescape(value)
        elif key == "STATUS":
            event["status"] = value
        elif key == "DTSTART" or key.startswith("DTSTART;TZID="):
            zone = ZoneInfo(key[13:]) if ";" in key else timezone.utc
            event["start"] = datetime.strptime(value.rstrip("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=zone)


def unescape(text):
    return text.replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n").replace("\\\\", "\\")


def message_of(summary, start, calendar):
    """The message that every implementation of the job posts for an event: what is delivered is compared."""
    title = escape(summary)
    shown = start.astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    when = f"<!date^{int(start.timestamp())}^{{date_short_pretty}} {{time}}|{shown}>"
    mrkdwn = {"type": "mrkdwn", "verbatim": True}
    message = {
        "text": f"{title}, {shown}",
        "blocks": [
            {"type": "section", "text": {**mrkdwn, "text": f"*{title}*\n{when}"}},
            {"type": "context", "elements": [{**mrkdwn, "text": escape(calendar)}]},
        ],
        "parse": "none",
        "link_names": False,
    }
    return json.dumps(message).encode()


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


asyncio.run(main())
