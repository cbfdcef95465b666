"""Reads a table as scripts do: urllib and csv, nothing else. Prints "N of M ..."."""
import csv, gzip, io, json, sys, urllib.error, urllib.parse, urllib.request

url, key, broken = sys.argv[1], sys.argv[2], sys.argv[3]
QUERY = "query Clinics { destinations(order: {clinicId: ASC}) { nodes { clinicId name region state } } }"
held = []


def check(name, holds):
    held.append(bool(holds))
    if not holds:
        print("failed:", name)


def get(query, headers=None, **parameters):
    address = url + "?" + urllib.parse.urlencode({"query": query, **parameters})
    return urllib.request.urlopen(urllib.request.Request(address, headers={"Authorization": "Bearer " + key, **(headers or {})}))


rows = [r for r in csv.DictReader(io.TextIOWrapper(get(QUERY, format="csv"), "utf-8", newline=""))]
check("every row", len(rows) == 3)
check("quotes, commas, line breaks and letters past ASCII", rows[0]["name"] == 'Bay, "North"\r\nÅ😀')
check("no value and no text are both empty to csv", rows[0]["region"] == "" and rows[1]["region"] == "")
check("numbers of columns", all(len(r) == 4 and None not in r for r in rows))
check("strict reader", len(list(csv.reader(io.TextIOWrapper(get(QUERY, format="csv"), "utf-8", newline=""), strict=True))) == 4)

lines = [json.loads(line) for line in get(QUERY, format="ndjson")]
check("lines of JSON", [l["clinicId"] for l in lines] == [r["clinicId"] for r in rows] and lines[0]["region"] is None and lines[1]["region"] == "")

marked = get(QUERY, format="csv", bom="true").read()
check("a mark that utf-8-sig takes off", marked.startswith(b"\xef\xbb\xbf") and marked.decode("utf-8-sig").startswith("clinicId,"))

packed = get(QUERY.replace("Clinics {", "Clinics { __typename "), {"Accept-Encoding": "gzip", "Accept": "text/csv"})
body = packed.read()
check("compressed or small", (gzip.decompress(body) if packed.headers["Content-Encoding"] == "gzip" else body).startswith(b"clinicId,"))
check("file name", packed.headers["Content-Disposition"] == 'attachment; filename="Clinics.csv"')

try:
    get("{ nothing }", format="csv")
    check("an error has a status", False)
except urllib.error.HTTPError as e:
    check("an error has a status", e.code == 400 and json.load(e)["errors"][0]["extensions"]["code"] == "HC0016")

try:
    get(broken, format="csv").read()
    check("a table that breaks off is an error", False)
except Exception as e:
    check("a table that breaks off is an error: " + type(e).__name__, not isinstance(e, urllib.error.HTTPError))

print(f"{sum(held)} of {len(held)} checks of python3")
sys.exit(0 if all(held) else 1)
