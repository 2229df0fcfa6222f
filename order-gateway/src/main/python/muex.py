"""A client of the exchange over the TCP port of a gateway; standard library only, offsets from the published schema.
Call receive or answers every few seconds at least: that is the sign of life. example.py shows how it is used."""
import hmac, os, random, socket, struct, xml.etree.ElementTree as xml
NEGOTIATE, ATTACH, COMMAND, ALIVE, PROVE, REJECTED, ESTABLISHED = 32, 33, 34, 35, 37, 0xFF03, 0xFF04
REFUSED, ONLINE, REPORTS, REJECT, CLOSED, CHALLENGE, CHANNEL = 49, 50, 51, 52, 55, 56, b"aeron:ipc"

class Schema:
    def __init__(self, path):
        root = xml.parse(path).getroot()
        code = dict(int64="<q", uint64="<Q", int32="<i", uint32="<I", uint16="<H", uint8="<B", int8="<b")
        self.head, self.values, self.layouts, self.names = (int(root.get("id")), int(root.get("version"))), {}, {}, {}
        for one in root.find("types"):
            if one.tag == "composite":
                at, fields = 0, {}
                for field in one:
                    fields[field.get("name")] = (at, code[field.get("primitiveType")], None)
                    at += struct.calcsize(code[field.get("primitiveType")])
                self.layouts[one.get("name")] = (0, at, fields)
            else:
                code[one.get("name")] = code[one.get("encodingType")] if one.tag == "enum" else one.get("length") + "s"
                self.values[one.get("name")] = {value.get("name"): int(value.text) for value in one}
        for one in root.iter("{http://fixprotocol.io/2016/sbe}message"):
            fields = {field.get("name"): (int(field.get("offset")), code[field.get("type")], field.get("type"))
                      for field in one.iter("field")}
            self.layouts[one.get("name")] = (int(one.get("id")), int(one.get("blockLength")), fields)
            self.names[int(one.get("id"))] = one.get("name")

    def encode(self, name, **given):
        number, length, fields = self.layouts[name]
        block = bytearray(length)
        for field, value in given.items():
            at, code, kind = fields[field]
            struct.pack_into(code, block, at, self.values[kind][value] if isinstance(value, str) else value)
        return (struct.pack("<HHHH", length, number, *self.head) if number else b"") + block

    def decode(self, name, data, at):
        fields = self.layouts[name][2].items()
        return {field: struct.unpack_from(code, data, at + offset)[0] for field, (offset, code, _) in fields}

class Client:
    def __init__(self, address, schema, cluster, session, secret=b""):
        self.schema, identity = schema, random.getrandbits(46) + 1 << 16
        self.socket, self.connection = socket.create_connection(address, timeout=5), identity + 1
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream, nonce, proof = self.socket.makefile("rb"), os.urandom(32), None
        egress, control = struct.unpack("<ii", self.receive()[2])
        self.send(NEGOTIATE, struct.pack("<qqqiiq32s32s", session, self.connection, -1, egress, len(CHANNEL), 0,
                                         cluster.encode(), nonce) + CHANNEL)
        kind, gateway, body = self.receive()
        if kind == CHALLENGE:  # both sides prove that they know the secret of the session
            said = struct.pack("<iiqqqii", gateway, control, struct.unpack_from("<q", body, 8)[0], session,
                               self.connection, egress, len(CHANNEL)) + CHANNEL + nonce + body[16:48]
            proof = lambda who, end=b"": hmac.digest(secret, b"muex log-on 1 " + who + b"\0" + said + end, "sha256")
            self.send(PROVE, struct.pack("<qq", self.connection, session) + proof(b"client"))
            kind, gateway, body = self.receive()
        data = body[32:36]
        if proof and not hmac.compare_digest(proof(b"gateway", data), body[48:80]):
            raise ConnectionError("the gateway does not know the secret")
        self.send(ATTACH, struct.pack("<q", self.connection) + (proof(b"attach", data) if proof else b""))
        self.who = dict(clusterId=struct.unpack_from("<q", body, 16)[0], session=session, connectionEpoch=0)
        for claim in range(identity + 1, identity + 1000):  # a refusal tells the epoch to claim the session under
            answer = self.answers(self.command(-claim, b"", kind=2))[-1]
            self.who["connectionEpoch"], = struct.unpack_from(
                "<i", answer["body"], 24 if answer["kind"] == REJECTED else 8)
            if answer["kind"] == ESTABLISHED: break
        self.number = struct.unpack_from("<q", answer["body"])[0]

    def send(self, kind, body):
        self.socket.sendall(struct.pack("<IHHi", len(body) + 8, kind, 1, 0) + body)

    def receive(self):  # the next message as type, sender, body
        head = self.stream.read(12)
        length, kind, _, sender = struct.unpack("<IHHi", head if len(head) == 12 else b"")  # an error if it is gone
        body = self.stream.read(length - 8)
        if kind in (REFUSED, REJECT, CLOSED):
            raise ConnectionError("turned away, code", *struct.unpack_from("<i", body, 16 if kind == REJECT else 8))
        if kind == ONLINE: self.send(ALIVE, struct.pack("<q", self.connection))
        return kind, sender, body

    def command(self, number, message, kind=1):
        head = self.schema.encode("commandEnvelope", number=number, kind=kind, version=1, **self.who)
        self.send(COMMAND, head + message)
        return number

    def submit(self, name, **fields):  # gives a command of the schema by its name and returns its number
        self.number += 1
        return self.command(self.number, self.schema.encode(name, **fields))

    def answers(self, number):  # all reports until the last one that answers this command, others among them
        found = []
        while not found or found[-1]["number"] != number or not found[-1]["flags"] & 1:
            (kind, _, body), at = self.receive(), 0
            while kind == REPORTS and at < len(body):
                report = self.schema.decode("eventEnvelope", body, at)
                report["name"] = self.schema.names.get(report["kind"])
                report["body"] = body[at + 40:at + 40 + report["bodyLength"]]
                report.update(self.schema.decode(report["name"], report["body"], 8) if report["name"] else {})
                found, at = found + [report], at + 40 + (report["bodyLength"] + 7 & ~7)
        return found
