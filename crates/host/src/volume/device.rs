//! Loop devices that end with their last user (loop(4)).

use std::fs::{self, File};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::path::{Path, PathBuf};

use nix::errno::Errno;

const CONTROL: &str = "/dev/loop-control";
/// Others may take the device that was free a moment ago.
const TRIES_MAX: u32 = 64;

const CTL_GET_FREE: u32 = 0x4c82;
const CONFIGURE: u32 = 0x4c0a;
const AUTOCLEAR: u32 = 4;
/// That of the file system on it, so that no write is smaller than a block.
const BLOCK_BYTES: u32 = 4096;

/// `struct loop_info64` (linux/loop.h).
#[repr(C)]
#[derive(Clone, Copy)]
struct Info {
    device: u64,
    inode: u64,
    rdevice: u64,
    offset: u64,
    size_limit: u64,
    number: u32,
    encrypt_type: u32,
    encrypt_key_size: u32,
    flags: u32,
    file_name: [u8; 64],
    crypt_name: [u8; 64],
    encrypt_key: [u8; 32],
    init: [u64; 2],
}

/// `struct loop_config` (linux/loop.h).
#[repr(C)]
struct Config {
    fd: u32,
    block_size: u32,
    info: Info,
    reserved: [u64; 8],
}

/// A loop device over a file, for as long as somebody has it open: this, a mount, or another.
#[derive(Debug)]
pub(super) struct Device {
    pub(super) path: PathBuf,
    _open: File,
}

/// Puts a device over `file`.
///
/// # Errors
/// The kernel's; `NotFound` when it has no loop devices.
pub(super) fn over(file: &File) -> io::Result<Device> {
    let control = File::options().read(true).write(true).open(CONTROL)?;
    for _ in 0..TRIES_MAX {
        // SAFETY: takes no argument and touches no memory of ours.
        let number = unsafe { libc::ioctl(control.as_raw_fd(), CTL_GET_FREE.into()) };
        let number = Errno::result(number)?;
        let path = PathBuf::from(format!("/dev/loop{number}"));
        let open = File::options().read(true).write(true).open(&path)?;
        match configure(&open, file.as_raw_fd()) {
            Ok(()) => return Ok(Device { path, _open: open }),
            Err(Errno::EBUSY) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Errno::EBUSY.into())
}

fn configure(device: &File, file: RawFd) -> nix::Result<()> {
    // SAFETY: all-zero bytes are a valid value of both structures: numbers and arrays of them.
    let mut config: Config = unsafe { std::mem::zeroed() };
    config.fd = u32::try_from(file).map_err(|_| Errno::EBADF)?;
    config.block_size = BLOCK_BYTES;
    config.info.flags = AUTOCLEAR;
    // SAFETY: the request reads a `loop_config`, which is whole and outlives the call.
    let done = unsafe { libc::ioctl(device.as_raw_fd(), CONFIGURE.into(), &raw const config) };
    Errno::result(done).map(drop)
}

/// Whether the kernel has loop devices, and this process may make some.
#[must_use]
pub fn is_available() -> bool {
    File::options().read(true).write(true).open(CONTROL).is_ok()
}

/// The loop devices that are over a file below `dir`, whoever holds them: a mount, or a
/// process that has one open.
///
/// # Errors
/// When `/sys` can't be read.
pub fn in_use(dir: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/sys/block")? {
        let entry = entry?;
        // Not a loop device, one that is free, or one that was freed while we looked.
        let Ok(file) = fs::read_to_string(entry.path().join("loop/backing_file")) else {
            continue;
        };
        if Path::new(file.trim_end()).starts_with(dir) {
            found.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(found)
}
