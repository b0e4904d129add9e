internal import Glibc

/// A port at which this process takes connections.
public enum OwnPort {
    /// Ends its sockets behind their owners' backs, as when the system gives them no connections any more.
    ///
    /// - Parameter port: the port.
    /// - Returns: how many there were.
    public static func lose(_ port: Int) -> Int {
        let lost = listeners(at: port)
        for descriptor in lost { shutdown(descriptor, Int32(SHUT_RDWR)) }
        return lost.count
    }

    /// The sockets of this process that take connections at a port.
    private static func listeners(at port: Int) -> [Int32] {
        (0..<4_096).filter { descriptor in
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let hasName = unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe getsockname(descriptor, $0, &length) == 0
                }
            }
            guard hasName, address.sin_family == sa_family_t(AF_INET) else { return false }
            var isListening: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            let isKnown = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0
            return isKnown && isListening == 1 && Int(UInt16(bigEndian: address.sin_port)) == port
        }
    }
}
