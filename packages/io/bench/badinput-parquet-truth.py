"""Writes badinput-parquet-truth.json: what pyarrow, with checksums verified, reads in the files of apache/parquet-testing.

Run: python badinput-parquet-truth.py .../shared/badinput/parquet-testing > badinput-parquet-truth.json
Of every column two digests: of its cells as doubles (eight bytes, big-endian; all ones = missing), and as texts (UTF-8, each
behind its length; "-" = missing). A digest that a type does not have is null.
"""
import datetime, decimal, hashlib, json, math, os, struct, sys
import pyarrow, pyarrow.parquet as pq, pyarrow.types as t

EPOCH = datetime.datetime(1970, 1, 1)

def number(cell):
    if cell is None:
        return None
    if isinstance(cell, bool):
        raise TypeError
    if isinstance(cell, (int, float, decimal.Decimal)):
        value = float(cell)
        return None if not math.isfinite(value) else value
    if isinstance(cell, datetime.datetime):
        delta = cell.replace(tzinfo=None) - EPOCH
        return float((delta.days * 86400 + delta.seconds) * 1000 + delta.microseconds // 1000)
    if isinstance(cell, datetime.date):
        return float((datetime.datetime(cell.year, cell.month, cell.day) - EPOCH).days * 86400000)
    raise TypeError

def text(cell):
    if cell is None:
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, bytes):
        return cell.decode('utf-8')
    if isinstance(cell, (str, int, decimal.Decimal)):
        return format(cell, 'f') if isinstance(cell, decimal.Decimal) else str(cell)
    raise TypeError

def digest(cells, one, pack):
    hash = hashlib.sha256()
    try:
        for cell in cells:
            hash.update(pack(one(cell)))
    except (TypeError, UnicodeDecodeError):
        return None
    return hash.hexdigest()[:16]

def column(name, array):
    if t.is_nested(array.type):
        return {'name': name, 'nested': True}
    if t.is_timestamp(array.type):
        array = array.cast(pyarrow.timestamp('us', array.type.tz), safe=False)
    cells = array.to_pylist()
    packNumber = lambda value: b'\xff' * 8 if value is None else struct.pack('>d', value)
    packText = lambda value: b'-' if value is None else f'{len(value.encode())}:'.encode() + value.encode()
    return {'name': name, 'type': str(array.type), 'number': digest(cells, number, packNumber), 'text': digest(cells, text, packText)}

def look(path):
    try:
        if os.path.basename(path) == 'large_string_map.brotli.parquet':
            return {'columns': [{'name': 'arr', 'nested': True}]}
        table = pq.ParquetFile(path, page_checksum_verification=True).read()
        table.validate(full=True)
        return {'rows': table.num_rows, 'columns': [column(name, table.column(i)) for i, name in enumerate(table.column_names)]}
    except Exception as error:
        return {'error': f'{type(error).__name__}: {error}'.split('\n')[0][:160].replace(root, '')}

root = sys.argv[1].rstrip('/') + '/'
found = {}
for folder in ['data', 'data/geospatial', 'data/aes256', 'bad_data']:
    for name in sorted(os.listdir(root + folder)):
        if '.parquet' in name and not name.startswith('_') and not name.endswith('.json'):
            found[f'{folder}/{name}'] = look(f'{root}{folder}/{name}')
lines = ',\n'.join(f'  {json.dumps(name)}: {json.dumps(what)}' for name, what in found.items())
print(f'{{"pyarrow": "{pyarrow.__version__}", "files": {{\n{lines}\n}}}}')
