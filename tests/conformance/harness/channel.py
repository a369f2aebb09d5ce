"""A client of data channels, from their public description, with nothing but Python's own library:
for what no client does that means well."""

import base64
import hashlib
import json
import os
import select
import socket
import struct
import time
import uuid
from urllib.parse import urlsplit

OUTPUT, SIZE, HANDSHAKE_REQUEST, HANDSHAKE_RESPONSE, HANDSHAKE_COMPLETE, FLAG = 1, 3, 5, 6, 7, 10
HEAD = struct.Struct(">I32sIQqQ16s32sII")


class Closed(Exception):
    """The other side has closed the websocket."""


class Socket:
    """A websocket's client side (RFC 6455)."""

    def __init__(self, url: str, within: float = 40):
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=within)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall((f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
                             f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        self.came = b""
        while b"\r\n\r\n" not in self.came:
            self.more()
        head, _, self.came = self.came.partition(b"\r\n\r\n")
        self.status = int(head.split()[1])

    def more(self):
        came = self.socket.recv(1 << 16)
        if not came:
            raise Closed
        self.came += came

    def is_there(self, within: float) -> bool:
        """Whether something comes in so many seconds."""
        return bool(self.came) or bool(select.select([self.socket], [], [], within)[0])

    def take(self, length: int) -> bytes:
        while len(self.came) < length:
            self.more()
        taken, self.came = self.came[:length], self.came[length:]
        return taken

    def send(self, payload: bytes, opcode: int = 2):
        length = len(payload)
        head = bytes([0x80 | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 1 << 16:
            head += bytes([0x80 | 126]) + struct.pack(">H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack(">Q", length)
        # The mask of nothing but zeros is one, too.
        self.socket.sendall(head + bytes(4) + payload)

    def receive(self) -> bytes:
        """The next binary message."""
        while True:
            first, second = self.take(2)
            length = second & 0x7F
            if length == 126:
                length, = struct.unpack(">H", self.take(2))
            elif length == 127:
                length, = struct.unpack(">Q", self.take(8))
            payload = self.take(length)
            if first & 0xF == 8:
                raise Closed
            if first & 0xF == 2:
                return payload

    def close(self):
        self.socket.close()


def frame(kind: str, sequence: int, payload_type: int, payload: bytes) -> bytes:
    identity = uuid.uuid4().bytes
    return HEAD.pack(116, kind.encode().ljust(32), 1, int(time.time() * 1000), sequence, 0, identity[8:] + identity[:8],
                     hashlib.sha256(payload).digest(), payload_type, len(payload)) + payload


class Channel:
    """A session: what its program writes is in `output`, in the order of its numbers."""

    def __init__(self, session: dict, wishes: dict | None = None, token: str | None = None, acknowledges: bool = True):
        self.socket = Socket(session["streamUrl"])
        assert self.socket.status == 101, self.socket.status
        opening = {"MessageSchemaVersion": "1.0", "RequestId": str(uuid.uuid4()),
                   "TokenValue": token or session["tokenValue"], "ClientId": "ours", "ClientVersion": "1.2.0.0"}
        if wishes is not None:
            opening["Ferrogate"] = wishes
        self.socket.send(json.dumps(opening).encode(), opcode=1)
        self.session, self.acknowledges = session, acknowledges
        self.sent = self.expected = 0
        self.waiting: dict[int, bytes] = {}
        self.output = self.complaints = b""
        self.code, self.closed, self.begun = None, None, False

    def resume(self, resumed: dict, url: str):
        """Goes on by another connection."""
        self.socket.close()
        self.socket = Channel({"streamUrl": url, "tokenValue": resumed["TokenValue"]}).socket

    def say(self, payload_type: int, payload: bytes, again: bool = False):
        message = frame("input_stream_data", self.sent, payload_type, payload)
        self.socket.send(message)
        if not again:
            self.waiting[self.sent] = message
            self.sent += 1

    def type(self, keys: bytes):
        self.say(OUTPUT, keys)

    def step(self):
        """Takes one message."""
        message = self.socket.receive()
        fields = HEAD.unpack(message[:HEAD.size])
        kind, sequence, payload_type = fields[1].strip().decode(), fields[4], fields[8]
        payload = message[HEAD.size:]
        assert len(payload) == fields[9] and hashlib.sha256(payload).digest() == fields[7]
        if kind == "channel_closed":
            self.closed = json.loads(payload)
        if kind == "acknowledge":
            self.waiting.pop(json.loads(payload)["AcknowledgedMessageSequenceNumber"], None)
        if kind != "output_stream_data":
            return
        if self.acknowledges:
            identity = str(uuid.UUID(bytes=fields[6][8:] + fields[6][:8]))
            content = {"AcknowledgedMessageType": kind, "AcknowledgedMessageId": identity,
                       "AcknowledgedMessageSequenceNumber": sequence, "IsSequentialMessage": True}
            self.socket.send(frame("acknowledge", 0, 0, json.dumps(content).encode()))
        if sequence != self.expected:
            return
        self.expected += 1
        match payload_type:
            case 5:
                actions = [{"ActionType": a["ActionType"], "ActionStatus": 1, "ActionResult": None, "Error": ""}
                           for a in json.loads(payload)["RequestedClientActions"]]
                self.say(HANDSHAKE_RESPONSE, json.dumps({"ClientVersion": "1.2.0.0", "ProcessedClientActions": actions,
                                                         "Errors": None}).encode())
            case 7:
                self.begun = True
            case 1:
                self.output += payload
            case 11:
                self.complaints += payload
            case 12:
                self.code = int(payload)

    def taken(self, but: int = 0, within: float = 40):
        """Waits until all frames were taken, but so many: a program that is slow to read lets no more
        in, and what was not let in is sent again, as every client does."""
        deadline = time.monotonic() + within
        while len(self.waiting) > but:
            assert time.monotonic() < deadline, (len(self.waiting), self.closed)
            if self.socket.is_there(1):
                self.step()
            else:
                for message in list(self.waiting.values()):
                    self.socket.send(message)

    def until(self, wanted, within: float = 40) -> bytes:
        """Waits until it has written these bytes, or this is so."""
        deadline = time.monotonic() + within
        so = wanted if callable(wanted) else lambda: wanted in self.output
        while not so():
            assert time.monotonic() < deadline, (self.output[-500:], self.closed)
            self.socket.socket.settimeout(max(0.1, deadline - time.monotonic()))
            self.step()
        return self.output

    def finish(self, within: float = 40) -> bytes:
        """Waits for the session's end; answers all that was written."""
        return self.until(lambda: self.closed is not None, within)

    def close(self):
        self.socket.close()
