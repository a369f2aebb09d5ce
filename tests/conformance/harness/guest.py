"""A virtual machine with a kernel of Debian's, for what this machine's own kernel has not.

QEMU emulates the processor, so it needs no rights and no hardware of the host. The guest sees
copies of the programs that it runs, no network, and nothing of this machine; what it says
comes through a port of its own, line by line. See docs/decisions/guest.md.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .engine import ROOT

VM = ROOT / "tests" / "vm"
KERNEL = ROOT / "target" / "vm" / "kernel"

# What the guest needs to find its disk and to speak.
FIRST_MODULES = ("virtio_pci", "virtio_blk", "virtio_console")
# What the engine needs of a kernel, as `ferrogate doctor` names it.
MODULES = ("overlay", "loop", "veth", "bridge", "nf_tables", "nft_ct", "nft_limit", "nft_nat", "nft_masq",
           "nft_redir", "nft_reject", "nft_reject_inet", "nft_chain_nat", "nft_fib_inet", "nft_objref", "nft_connlimit",
           "nf_conntrack_netlink", "nfnetlink")
PROGRAMS = ("nft", "ip", "mkfs.ext4")
FOLDERS = ("bin", "sbin", "lib/modules", "proc", "sys", "dev", "run", "tmp", "root", "var/lib", "etc", "usr")
DISK_BYTES = 6 << 30
MEMORY_MIB = 3072


class Guest:
    """One machine: put programs in, boot it once, read what it said."""

    def __init__(self):
        self.home = Path(tempfile.mkdtemp(prefix="fg-vm-"))
        self.root = self.home / "root"
        self.said, self.console, self.seconds = "", "", 0.0
        for folder in FOLDERS:
            (self.root / folder).mkdir(parents=True)
        (self.root / "tmp").chmod(0o1777)
        self.add("/usr/bin/busybox", "/bin/busybox")
        listed = subprocess.run(["/usr/bin/busybox", "--list"], capture_output=True, text=True, check=True)
        for applet in listed.stdout.split():
            if applet != "busybox":
                (self.root / "bin" / applet).symlink_to("busybox")
        for program in PROGRAMS:
            self.program(shutil.which(program, path="/usr/sbin:/sbin:/usr/bin:/bin"))
        self.add(VM / "init", "/sbin/init")
        self.text("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
        self.text("/etc/group", "root:x:0:\n")
        self.text("/etc/hosts", "127.0.0.1 localhost\n")
        self.text("/etc/hostname", "guest\n")
        self.modules(MODULES, self.root / "lib/modules")

    def add(self, file, to):
        """Puts a file there under the name it has in the guest."""
        place = self.root / str(to).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)

    def text(self, to: str, content: str):
        """Writes a file there."""
        (self.root / to.lstrip("/")).write_text(content)

    def program(self, file, to=None):
        """Puts a program there, and the libraries it needs."""
        self.add(file, to or file)
        needed = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
        for library in re.findall(r"(/\S+) \(0x", needed):
            if not (self.root / library.lstrip("/")).exists():
                self.add(os.path.realpath(library), library)

    @staticmethod
    def modules(wanted, folder: Path):
        """Puts kernel modules there with what they need, and `order`, in which they are loaded."""
        known = {file.stem.replace("-", "_"): file for file in (KERNEL / "modules").rglob("*.ko")}
        order = []

        def want(name):
            if name in order:
                return
            file = known[name]
            needs = re.search(rb"\0depends=([^\0]*)\0", file.read_bytes())
            for other in needs.group(1).decode().split(",") if needs else []:
                if other:
                    want(other.replace("-", "_"))
            shutil.copy(file, folder / f"{name}.ko")
            order.append(name)

        for name in wanted:
            want(name)
        (folder / "order").write_text("".join(f"{name}.ko\n" for name in order))

    def boot(self, within: float):
        """Boots, and returns when the guest has ended, or was ended after `within` seconds."""
        disk, words, console = self.home / "disk", self.home / "words", self.home / "console"
        with disk.open("wb") as file:
            file.truncate(DISK_BYTES)
        subprocess.run(["mkfs.ext4", "-q", "-O", "^has_journal", "-d", str(self.root), str(disk)], check=True)
        command = [
            "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
            "-machine", "q35,accel=tcg", "-cpu", "max,-erms,-fsrm", "-smp", "2", "-m", str(MEMORY_MIB), "-nic", "none",
            "-kernel", str(KERNEL / "vmlinuz"), "-initrd", str(self.initramfs()),
            "-append", "console=ttyS0 quiet panic=-1 mitigations=off",
            "-chardev", f"file,id=console,path={console},append=on", "-serial", "chardev:console",
            "-drive", f"if=none,id=disk,file={disk},format=raw,cache=unsafe,discard=unmap",
            "-device", "virtio-blk-pci,drive=disk",
            "-device", "virtio-serial-pci", "-chardev", f"file,id=words,path={words}",
            "-device", "virtserialport,chardev=words",
        ]
        began = time.monotonic()
        with console.open("ab") as errors:
            machine = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
        try:
            machine.wait(timeout=within)
        except subprocess.TimeoutExpired:
            pass  # what it has said until now tells where it is stuck
        finally:
            machine.kill()
            machine.wait()
        self.seconds = time.monotonic() - began
        # Where the machine didn't even begin there are no words.
        self.said = words.read_text(errors="replace") if words.exists() else ""
        self.console = console.read_text(errors="replace")
        return self

    def initramfs(self) -> Path:
        """What the kernel starts with: busybox, the disk's driver, and the guest's first program."""
        folder = self.home / "first"
        (folder / "bin").mkdir(parents=True)
        (folder / "modules").mkdir()
        (folder / "dev").mkdir()
        shutil.copy("/usr/bin/busybox", folder / "bin/busybox")
        shutil.copy(VM / "first", folder / "init")
        self.modules(FIRST_MODULES, folder / "modules")
        image = self.home / "initramfs"
        with image.open("wb") as out:
            names = sorted(path.relative_to(folder) for path in folder.rglob("*"))
            for number, name in enumerate(names, 1):
                path = folder / name
                entry(out, number, str(name), path.stat().st_mode, b"" if path.is_dir() else path.read_bytes())
            entry(out, 0, "TRAILER!!!", 0, b"")
        return image

    def remove(self):
        """Removes the machine's files."""
        shutil.rmtree(self.home)


def entry(out, number: int, name: str, mode: int, content: bytes):
    """One file of an initramfs (cpio(5), the "new" format: thirteen numbers, name, content)."""
    raw = name.encode() + b"\0"
    numbers = (number, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(raw), 0)
    out.write(b"070701" + b"".join(b"%08X" % value for value in numbers) + raw)
    out.write(b"\0" * (-(110 + len(raw)) % 4) + content + b"\0" * (-len(content) % 4))
