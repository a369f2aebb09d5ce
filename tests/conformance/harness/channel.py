"""A client of data channels, from their public description, with nothing but Python's own library:
for what no client does that means well."""

import base64
import ctypes
import ctypes.util
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


class Gcm:
    """AES-256-GCM of OpenSSL, with the nonce before the text and the tag after it."""

    lib = ctypes.CDLL(ctypes.util.find_library("crypto"))
    lib.EVP_CIPHER_CTX_new.restype = lib.EVP_aes_256_gcm.restype = ctypes.c_void_p

    def __init__(self, key: bytes):
        assert len(key) == 32
        self.key = key

    def run(self, name: str, nonce: bytes, text: bytes, tag: bytes | None) -> tuple[bytes, bytes]:
        lib, length = self.lib, ctypes.c_int()
        context = ctypes.c_void_p(lib.EVP_CIPHER_CTX_new())
        try:
            call = lambda what, *args: getattr(lib, f"EVP_{name}{what}")(context, *args)  # noqa: E731
            assert call("Init_ex", ctypes.c_void_p(lib.EVP_aes_256_gcm()), None, self.key, nonce) == 1
            out = ctypes.create_string_buffer(len(text) + 16)
            assert call("Update", out, ctypes.byref(length), text, len(text)) == 1
            size = length.value
            if tag is not None:
                assert lib.EVP_CIPHER_CTX_ctrl(context, 0x11, 16, tag) == 1
            assert call("Final_ex", ctypes.create_string_buffer(16), ctypes.byref(length)) == 1, "it was altered"
            made = ctypes.create_string_buffer(16)
            if tag is None:
                assert lib.EVP_CIPHER_CTX_ctrl(context, 0x10, 16, made) == 1
            return out.raw[:size], made.raw
        finally:
            lib.EVP_CIPHER_CTX_free(context)

    def seal(self, text: bytes) -> bytes:
        nonce = os.urandom(12)
        sealed, tag = self.run("Encrypt", nonce, text, None)
        return nonce + sealed + tag

    def open(self, sealed: bytes) -> bytes:
        return self.run("Decrypt", sealed[:12], sealed[12:-16], sealed[-16:])[0]


class Encryption:
    """The client's half of an encrypted channel: it has KMS make a data key."""

    def __init__(self, kms, target: str):
        self.kms, self.target = kms, target
        self.offered, self.seals, self.opens = None, None, None

    def answer(self, session: str, offered: dict) -> dict:
        """What is answered to the offer."""
        self.offered = offered
        made = self.kms.generate_data_key(KeyId=offered["KMSKeyId"], NumberOfBytes=64, EncryptionContext={
            "aws:ssm:SessionId": session, "aws:ssm:TargetId": self.target})
        self.opens, self.seals = Gcm(made["Plaintext"][:32]), Gcm(made["Plaintext"][32:])
        return {"KMSCipherTextKey": base64.b64encode(made["CiphertextBlob"]).decode(), "KMSCipherTextHash": None}

    def show(self, challenge: dict) -> dict:
        plain = self.opens.open(base64.b64decode(challenge["Challenge"]))
        return {"Challenge": base64.b64encode(self.seals.seal(plain)).decode()}


class Channel:
    """A session: what its program writes is in `output`, in the order of its numbers."""

    def __init__(self, session: dict, wishes: dict | None = None, token: str | None = None, acknowledges: bool = True,
                 encryption: Encryption | None = None):
        self.encryption, self.raw, self.message = encryption, b"", ""
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
        self.say(OUTPUT, self.encryption.seals.seal(keys) if self.encryption else keys)

    def processed(self, action: dict) -> dict:
        """What has come of an action of the handshake."""
        done = {"ActionType": action["ActionType"], "ActionStatus": 1, "ActionResult": None, "Error": ""}
        if action["ActionType"] == "KMSEncryption" and self.encryption:
            try:
                done["ActionResult"] = self.encryption.answer(self.session["sessionId"], action["ActionParameters"])
            except Exception as error:  # noqa: BLE001
                done |= {"ActionStatus": 2, "Error": f"Failed to process action KMSEncryption: {error}"}
        return done

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
                actions = [self.processed(a) for a in json.loads(payload)["RequestedClientActions"]]
                self.say(HANDSHAKE_RESPONSE, json.dumps({"ClientVersion": "1.2.0.0", "ProcessedClientActions": actions,
                                                         "Errors": None}).encode())
            case 8:
                self.say(9, json.dumps(self.encryption.show(json.loads(payload))).encode())
            case 7:
                self.begun, self.message = True, json.loads(payload)["CustomerMessage"]
            case 1 | 11 | 12:
                self.raw += payload
                payload = self.encryption.opens.open(payload) if self.encryption else payload
                match payload_type:
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
