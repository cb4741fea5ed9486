/// A system call filter (classic BPF, `seccomp(2)`) against what neither Lean nor an honest proof ever asks the kernel for.
///
/// Namespaces already hide the network, the files and the other processes. The filter takes away the ways around them and
/// around the limits: new namespaces (a user namespace gives back all capabilities within it, and a memory file system there
/// belongs to no process whose memory could be watched), memory without a process (`memfd_create`, System V shared memory),
/// tracing, keyrings, `bpf`, `io_uring`, and every socket but local ones. A refused call returns an error; it kills nothing.
struct SystemCallFilter: Sendable, Hashable {
    /// The numbers of the calls that differ between architectures.
    struct Architecture: Sendable, Hashable {
        /// `AUDIT_ARCH_…` of `linux/audit.h`.
        let audit: UInt32
        let clone: UInt32
        let socket: UInt32
        /// Numbers from here on belong to the x32 variant of x86-64.
        let foreignFrom: UInt32?
        /// Refused whatever the arguments.
        let refused: [UInt32]

        /// In the order of `Architecture.names`.
        static let x86 = Architecture(
            audit: 0xC000_003E, clone: 56, socket: 41, foreignFrom: 0x4000_0000,
            refused: [272, 308, 165, 166, 155, 161, 101, 310, 311, 321, 298, 323, 250, 248, 249, 319, 447, 29, 68, 240]
                + [246, 320, 175, 176, 313, 303, 304] + Self.common)
        static let arm = Architecture(
            audit: 0xC000_00B7, clone: 220, socket: 198, foreignFrom: nil,
            refused: [97, 268, 40, 39, 41, 51, 117, 270, 271, 280, 241, 282, 219, 217, 218, 279, 447, 194, 186, 180]
                + [104, 294, 105, 106, 273, 264, 265] + Self.common)

        /// What the refused numbers are, for both tables in the same order.
        static let names = [
            "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "ptrace", "process_vm_readv",
            "process_vm_writev", "bpf", "perf_event_open", "userfaultfd", "keyctl", "add_key", "request_key",
            "memfd_create", "memfd_secret", "shmget", "msgget", "mq_open", "kexec_load", "kexec_file_load",
            "init_module", "delete_module", "finit_module", "name_to_handle_at", "open_by_handle_at",
        ]

        /// The same everywhere: `io_uring` and the mount calls of Linux 5.2 and later.
        private static let common: [UInt32] = [425, 426, 427, 428, 429, 430, 431, 432, 433, 442]

        /// That of the machine; nil for one without a table.
        static var current: Architecture? {
            #if arch(x86_64)
            .x86
            #elseif arch(arm64)
            .arm
            #else
            nil
            #endif
        }
    }

    /// The instructions as the kernel takes them: 8 bytes each, in the byte order of the machine.
    let bytes: [UInt8]

    private static let allow: UInt32 = 0x7FFF_0000
    private static let kill: UInt32 = 0x8000_0000
    /// `EPERM`.
    private static let refuse: UInt32 = 0x0005_0001
    /// `ENOSYS`: libc then uses the older call, whose arguments a filter can read.
    private static let unknown: UInt32 = 0x0005_0026
    private static let clone3: UInt32 = 435
    /// All of `CLONE_NEW…` in `linux/sched.h`.
    private static let newNamespaces: UInt32 = 0x7E02_0000
    private static let localSocket: UInt32 = 1

    init(for machine: Architecture) {
        var program = Program()
        program.load(4)
        program.unless(.equal, machine.audit, return: Self.kill)
        program.load(0)
        if let foreign = machine.foreignFrom { program.when(.atLeast, foreign, return: Self.unknown) }
        for number in machine.refused { program.when(.equal, number, return: Self.refuse) }
        program.when(.equal, Self.clone3, return: Self.unknown)
        // The low half of the first argument follows the 16 bytes of number, architecture and instruction pointer.
        program.unlessEqual(machine.clone, skip: 4)
        program.load(16)
        program.when(.anyBit, Self.newNamespaces, return: Self.refuse)
        program.return(Self.allow)
        program.unlessEqual(machine.socket, skip: 4)
        program.load(16)
        program.unless(.equal, Self.localSocket, return: Self.refuse)
        program.return(Self.allow)
        program.return(Self.allow)
        bytes = program.bytes
    }

    /// Classic BPF, see `linux/bpf_common.h`.
    private struct Program {
        enum Test: UInt16 {
            case equal = 0x15
            case atLeast = 0x35
            case anyBit = 0x45
        }
        private(set) var bytes: [UInt8] = []

        mutating func load(_ offset: UInt32) { add(0x20, 0, 0, offset) }
        mutating func `return`(_ value: UInt32) { add(0x06, 0, 0, value) }

        mutating func when(_ test: Test, _ value: UInt32, return result: UInt32) {
            add(test.rawValue, 0, 1, value)
            `return`(result)
        }

        mutating func unless(_ test: Test, _ value: UInt32, return result: UInt32) {
            add(test.rawValue, 1, 0, value)
            `return`(result)
        }

        mutating func unlessEqual(_ value: UInt32, skip: UInt8) { add(Test.equal.rawValue, 0, skip, value) }

        private mutating func add(_ code: UInt16, _ whenTrue: UInt8, _ whenFalse: UInt8, _ value: UInt32) {
            withUnsafeBytes(of: code) { bytes.append(contentsOf: $0) }
            bytes += [whenTrue, whenFalse]
            withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
        }
    }
}
