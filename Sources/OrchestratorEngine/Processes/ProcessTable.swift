#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The processes of this machine, as the kernel lists them.
enum ProcessTable {
    /// The ids of the processes of a user; some of them may be gone by now.
    static func processes(ofUser user: uid_t) -> [Int] {
        #if os(Linux)
            return directoryNames("/proc").compactMap { name in
                var status = stat()
                guard let process = Int(name), process > 0, stat("/proc/\(name)", &status) == 0, status.st_uid == user else { return nil }
                return process
            }
        #else
            return processes([CTL_KERN, KERN_PROC, KERN_PROC_UID, Int32(bitPattern: user)]).map { Int($0.kp_proc.p_pid) }
        #endif
    }

    /// Whether a process group has members that have not ended. Its leader, whose status is yet to be taken, counts as ended once it is.
    static func hasMembers(group: Int) -> Bool {
        #if os(Linux)
            return directoryNames("/proc").contains { name in
                guard Int(name) != nil else { return false }
                // "id (program, which may hold anything) state parent group …"
                let status = contents("/proc/\(name)/stat")
                guard let end = status.lastIndex(of: UInt8(ascii: ")")) else { return false }
                let fields = status[(end + 1)...].split(separator: UInt8(ascii: " "), maxSplits: 3)
                guard fields.count >= 3, Int(String(decoding: fields[2], as: UTF8.self)) == group else { return false }
                return fields[0] != [UInt8(ascii: "Z")][...] && fields[0] != [UInt8(ascii: "X")][...]
            }
        #else
            return processes([CTL_KERN, KERN_PROC, KERN_PROC_PGRP, Int32(truncatingIfNeeded: group)])
                .contains { $0.kp_proc.p_stat != CChar(SZOMB) }
        #endif
    }

    /// The `NAME=value` bytes with which a process was started; none if it is gone or not ours to look at.
    static func environment(of process: Int) -> [ArraySlice<UInt8>] {
        environmentArea(of: process).split(separator: 0)
    }

    /// Whether the bytes occur in the environment of a process, anywhere.
    static func environment(of process: Int, mentions bytes: [UInt8]) -> Bool {
        environmentArea(of: process).withUnsafeBytes { environment in bytes.withUnsafeBytes { contains(environment, $0) } }
    }

    private static func contains(_ text: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let first = bytes.first, let wanted = bytes.baseAddress else { return true }
        var rest = text
        while rest.count >= bytes.count, let start = rest.baseAddress, let found = memchr(start, Int32(first), rest.count) {
            rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - start)...])
            if rest.count >= bytes.count, memcmp(found, wanted, bytes.count) == 0 { return true }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst())
        }
        return false
    }

    #if os(Linux)
        /// What the kernel shows of the environment.
        ///
        /// While a process replaces its program there is nothing to be seen for a moment, and such a process must not be missed. Threads of the
        /// kernel never have an environment, and no program either.
        private static func environmentArea(of process: Int) -> ArraySlice<UInt8> {
            for _ in 0..<20 {
                let area = contents("/proc/\(process)/environ")
                var link: CChar = 0
                if !area.isEmpty || readlink("/proc/\(process)/exe", &link, 1) < 0 { return area }
                usleep(500)
            }
            return []
        }

        private static func directoryNames(_ path: String) -> [String] {
            guard let directory = opendir(path) else { return [] }
            defer { closedir(directory) }
            var names: [String] = []
            while let entry = readdir(directory) {
                names.append(
                    withUnsafePointer(to: &entry.pointee.d_name) {
                        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                    })
            }
            return names
        }

        private static func contents(_ path: String) -> ArraySlice<UInt8> {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return [] }
            defer { close(descriptor) }
            var bytes: [UInt8] = []
            return withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 16) { block in
                while true {
                    let count = read(descriptor, block.baseAddress, block.count)
                    guard count > 0 else { return bytes[...] }
                    bytes += block[..<count]
                }
            }
        }
    #else
        /// The processes that a query selects.
        private static func processes(_ query: [Int32]) -> [kinfo_proc] {
            var query = query
            var size = 0
            guard sysctl(&query, UInt32(query.count), nil, &size, nil, 0) == 0 else { return [] }
            // Room for those that start between the two calls.
            var list = [kinfo_proc](repeating: kinfo_proc(), count: size / MemoryLayout<kinfo_proc>.stride + 64)
            size = list.count * MemoryLayout<kinfo_proc>.stride
            guard sysctl(&query, UInt32(query.count), &list, &size, nil, 0) == 0 else { return [] }
            return Array(list.prefix(size / MemoryLayout<kinfo_proc>.stride))
        }

        /// What follows the arguments in the memory with which a process was started: the number of arguments, the path of the program, zeros, the arguments,
        /// the environment.
        private static func environmentArea(of process: Int) -> ArraySlice<UInt8> {
            var query: [Int32] = [CTL_KERN, KERN_PROCARGS2, Int32(truncatingIfNeeded: process)]
            var size = 0
            guard sysctl(&query, UInt32(query.count), nil, &size, nil, 0) == 0, size > 4 else { return [] }
            var bytes = [UInt8](repeating: 0, count: size)
            guard sysctl(&query, UInt32(query.count), &bytes, &size, nil, 0) == 0, size > 4 else { return [] }
            let count = bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
            var rest = bytes[4..<size]
            rest = rest.drop { $0 != 0 }
            rest = rest.drop { $0 == 0 }
            for _ in 0..<max(count, 0) { rest = rest.drop { $0 != 0 }.dropFirst() }
            return rest
        }
    #endif
}
