import BehestTransport
import Dispatch
import FoundationEssentials
import Glibc

/// A plain socket that is connected with a port of this machine, for what no client of the protocol does.
///
/// It waits on a thread of its own, since the server runs on those that tasks share.
final class RawConnection: Sendable {
    /// Nothing answers there.
    struct NotConnected: Error {}

    private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    private let thread = DispatchQueue(label: "raw")

    init(to address: WyomingAddress) throws {
        guard case .tcp(_, let port) = address else { throw NotConnected() }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw NotConnected() }
    }

    deinit { close(descriptor) }

    /// Sends bytes as they are.
    ///
    /// - Returns: whether the connection is still open.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0
    }

    /// Sends the same again and again, and reads nothing, until the other end has closed the connection.
    func sendUntilClosed(_ bytes: [UInt8]) async {
        await withCheckedContinuation { continuation in
            thread.async {
                while self.send(bytes) {}
                continuation.resume()
            }
        }
    }

    /// What comes back until the other end hangs up.
    func rest() async -> String {
        await withCheckedContinuation { continuation in
            thread.async {
                var answer: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4_096)
                while case let count = unsafe recv(self.descriptor, &buffer, buffer.count, 0), count > 0 {
                    answer += buffer[..<count]
                }
                continuation.resume(returning: String(decoding: answer, as: UTF8.self))
            }
        }
    }

    /// How many connections wait at a port until the system is asked for them.
    static func waiting(at port: Int) throws -> Int? {
        let table = String(decoding: try Data(contentsOf: URL(filePath: "/proc/self/net/tcp")), as: UTF8.self)
        let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: " ") }
        let digits = String(port, radix: 16, uppercase: true)
        let place = ":" + String(repeating: "0", count: 4 - digits.count) + digits
        let row = rows.first { $0.count > 4 && $0[1].hasSuffix(place) && $0[3] == "0A" }
        return row.flatMap { Int($0[4].drop { $0 != ":" }.dropFirst(), radix: 16) }
    }
}
