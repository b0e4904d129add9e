import FoundationEssentials
import Glibc
import TestSupport

/// Stands in for the service manager: gets what a service tells it of itself.
final class NotifySocket {
    private let folder: TemporaryDirectory
    private let descriptor: Int32
    let path: String

    init() throws {
        folder = try TemporaryDirectory()
        path = folder.url.appending(path: "notify").path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isBound = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(descriptor, $0, length) == 0
            }
        }
        guard isBound else { throw POSIXFailure(code: errno) }
    }

    deinit { close(descriptor) }

    struct POSIXFailure: Error { var code: Int32 }

    /// What has been told and not been read, if anything has.
    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }

    /// Waits until something is told.
    func wait() async throws -> String {
        while true {
            try Task.checkCancellation()
            if let text = next() { return text }
            await Task.yield()
        }
    }
}
