"""Which shared libraries a program names, read from its ELF header: elf(5)."""

import struct

PT_LOAD, PT_DYNAMIC, PT_INTERP = 1, 2, 3
DT_NULL, DT_NEEDED, DT_STRTAB = 0, 1, 5


def needs(data: bytes) -> list[str]:
    """The sonames (and the loader's path) that `data` needs; none when it is no 64-bit ELF file."""
    if data[:4] != b"\x7fELF" or data[4] != 2 or data[5] != 1:
        return []
    start, = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    loads, dynamic, found = [], b"", []
    for n in range(count):
        kind, _, offset, address, _, length = struct.unpack_from("<IIQQQQ", data, start + n * size)
        if kind == PT_LOAD:
            loads.append((address, offset, length))
        elif kind == PT_DYNAMIC:
            dynamic = data[offset : offset + length]
        elif kind == PT_INTERP:
            found.append(data[offset : offset + length].rstrip(b"\0").decode())
    entries = list(struct.iter_unpack("<qQ", dynamic[: len(dynamic) // 16 * 16]))
    table = next((value for tag, value in entries if tag == DT_STRTAB), None)
    if table is None:
        return found
    base = next(offset + table - address for address, offset, length in loads
                if address <= table < address + length)
    for tag, value in entries:
        if tag == DT_NULL:
            break
        if tag == DT_NEEDED:
            end = data.index(b"\0", base + value)
            found.append(data[base + value : end].decode())
    return found
