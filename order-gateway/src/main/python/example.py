"""Places an order, cancels it twice and prints what is reported:
    python3 example.py HOST:PORT exchange-schema.xml CLUSTER SESSION
The secret of the session is read from the environment: MUEX_SESSION_SECRET, 64 hexadecimal digits."""
import os, sys
from muex import Client, Schema

(host, port), (path, name, who) = sys.argv[1].rsplit(":", 1), sys.argv[2:5]
key = bytes.fromhex(os.environ.get("MUEX_SESSION_SECRET", ""))
client = Client((host, int(port)), Schema(path), name, int(who), key)
for command in (dict(name="NewOrder", clOrdId=1, instrumentId=1, side="BUY", quantity=5, price=100),
                dict(name="CancelOrder", clOrdId=1), dict(name="CancelOrder", clOrdId=1)):
    for told in client.answers(client.submit(**command)):
        print(told["name"], *("%s=%s" % one for one in told.items() if one[0] in ("clOrdId", "quantity", "reason")))
