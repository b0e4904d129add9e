public import FoundationEssentials
internal import Glibc
internal import Subprocess
internal import SystemPackage

/// Other people's servers, started by one test at a port of its own and ended by it.
public enum LocalServer {
    /// The server did not come up.
    public struct NotServing: Error {}

    /// Whether a program is there; where all must be tested it is taken for granted.
    public static func isInstalled(_ program: String) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        return environment["CI"] == "true"
            || folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    /// Does some work while a server runs.
    ///
    /// - Parameters:
    ///   - program: its name.
    ///   - arguments: what it is told.
    ///   - port: the port on which it comes up.
    ///   - work: the work.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``NotServing``.
    public static func serving<Result: Sendable>(
        _ program: String,
        _ arguments: [String],
        at port: Int,
        _ work: () async throws -> Result
    ) async throws -> Result {
        try await run(
            .name(program),
            arguments: Arguments(arguments),
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            let result: Swift.Result<Result, any Error>
            do {
                try await answer(at: port)
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            try execution.send(signal: .kill)
            return try result.get()
        }.closureResult
    }

    /// A certificate of its own for a host, made by `openssl`.
    ///
    /// - Parameters:
    ///   - name: what it is for, such as `IP:127.0.0.1` or `DNS:localhost`.
    ///   - folder: where it is put.
    /// - Returns: the files of the certificate and of its key.
    /// - Throws: ``NotServing`` when it could not be made.
    public static func certificate(for name: String, in folder: URL) async throws -> (certificate: String, key: String)
    {
        let (certificate, key) = (folder.appending(path: "cert.pem").path, folder.appending(path: "key.pem").path)
        let result = try await run(
            .name("openssl"),
            arguments: Arguments([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj",
                "/CN=behest-test", "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate,
            ]),
            output: .discarded,
            error: .discarded
        )
        guard result.terminationStatus.isSuccess else { throw NotServing() }
        return (certificate, key)
    }

    /// A port that is free at the moment.
    public static func freePort() throws -> Int {
        let socket = try ListeningSocket()
        return socket.port
    }

    /// Asks until something takes a connection.
    private static func answer(at port: Int) async throws {
        for _ in 0..<1_000 {
            if ListeningSocket.isTaken(port) { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotServing()
    }
}

/// A socket of this machine that takes connections, and never says anything.
public struct ListeningSocket: ~Copyable {
    private let descriptor: Int32
    /// Its port.
    public let port: Int

    /// Opens one.
    public init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.descriptor = descriptor
        var address = Self.address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        guard isOpen else { throw LocalServer.NotServing() }
    }

    deinit {
        close(descriptor)
    }

    /// Whether something takes connections at a port.
    static func isTaken(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(port)
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
