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
            var query: [Int32] = [CTL_KERN, KERN_PROC, KERN_PROC_UID, Int32(bitPattern: user)]
            var size = 0
            guard sysctl(&query, UInt32(query.count), nil, &size, nil, 0) == 0 else { return [] }
            // Room for those that start between the two calls.
            var list = [kinfo_proc](repeating: kinfo_proc(), count: size / MemoryLayout<kinfo_proc>.stride + 64)
            size = list.count * MemoryLayout<kinfo_proc>.stride
            guard sysctl(&query, UInt32(query.count), &list, &size, nil, 0) == 0 else { return [] }
            return list.prefix(size / MemoryLayout<kinfo_proc>.stride).map { Int($0.kp_proc.p_pid) }
        #endif
    }

    /// The `NAME=value` bytes with which a process was started; none if it is gone or not ours to look at.
    static func environment(of process: Int) -> [ArraySlice<UInt8>] {
        #if os(Linux)
            return contents("/proc/\(process)/environ").split(separator: 0)
        #else
            return environmentArea(of: process).split(separator: 0)
        #endif
    }

    #if os(Linux)
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
            var block = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = read(descriptor, &block, block.count)
                guard count > 0 else { return bytes[...] }
                bytes += block[..<count]
            }
        }
    #else
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
