internal import FoundationEssentials
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// A sound server of one test's own, without a sound card: what is played into its sink its microphone hears.
public final class SoundServer: Sendable {
    /// The server did not come up.
    public struct NotServing: Error {}

    /// Whether there is a sound server to test with; where all must be tested it is taken for granted.
    public static var isInstalled: Bool {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "").split(separator: ":")
        return environment["CI"] == "true"
            || folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/pulseaudio") }
    }

    private let folder: URL

    /// Makes the place of a server; it does not run yet.
    public init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "behest-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let text = """
            pcm.mic { type pulse server "unix:\(socket)" device "fakemic.monitor" hint { show on description "Sink" } }
            pcm.speaker { type pulse server "unix:\(socket)" device "fakemic" }
            """
        try Data(text.utf8).write(to: URL(filePath: configuration))
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// The configuration's file for ALSA, which names the microphone `mic`, and `speaker`, which it hears.
    public var configuration: String { folder.appending(path: "asoundrc").path }

    private var socket: String { folder.appending(path: "native").path }

    private var environment: Environment {
        .inherit.updating([
            "HOME": folder.path, "XDG_RUNTIME_DIR": folder.path, "PULSE_RUNTIME_PATH": folder.path,
            "PULSE_SERVER": "unix:\(socket)",
        ])
    }

    /// Does some work while the server runs, and then ends it.
    ///
    /// - Parameter work: the work.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``NotServing``.
    public func serving<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        try? FileManager.default.removeItem(atPath: socket)
        let arguments = [
            "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=yes", "--use-pid-file=no",
            "--log-level=error",
            "-L", "module-native-protocol-unix socket=\(socket) auth-anonymous=1",
            "-L", "module-null-sink sink_name=fakemic rate=48000 channels=2",
        ]
        return try await run(
            .name("pulseaudio"),
            arguments: Arguments(arguments),
            environment: environment,
            input: .none,
            output: .discarded,
            error: .discarded
        ) { execution in
            let result: Swift.Result<Result, any Error>
            do {
                try await answer()
                result = .success(try await work())
            } catch {
                result = .failure(error)
            }
            try execution.send(signal: .kill)
            return try result.get()
        }.closureResult
    }

    /// Plays a recording into the sink, to its end.
    ///
    /// - Throws: ``NotServing`` when it could not be played.
    public func play(_ path: String) async throws {
        let result = try await run(
            .name("paplay"),
            arguments: ["--device=fakemic", path],
            environment: environment,
            output: .discarded,
            error: .discarded
        )
        guard result.terminationStatus.isSuccess else { throw NotServing() }
    }

    /// Asks until the server answers; each question waits for its socket.
    private func answer() async throws {
        for _ in 0..<500 {
            let result = try await run(
                .name("pactl"),
                arguments: ["info"],
                environment: environment,
                output: .discarded,
                error: .discarded
            )
            if result.terminationStatus.isSuccess { return }
        }
        throw NotServing()
    }
}
