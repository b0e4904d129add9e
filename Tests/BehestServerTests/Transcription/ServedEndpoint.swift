import BehestAudio
import BehestInference
import BehestPipeline
import BehestSpeech
import FoundationEssentials
import Logging
import ServiceLifecycle
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import BehestServer

/// A server of one test's own, at a socket and a port, with what reaches it.
struct ServedEndpoint: Sendable {
    let socketPath: String
    let port: Int
    let token: String
    let spool: UploadSpool
    let queue: TranscriptionQueue
    /// Tells it to end.
    let shutDown: @Sendable () async -> Void

    /// Does something while a server transcribes.
    static func serving(
        _ models: [any Transcriber],
        limits: UploadLimits = UploadLimits(),
        places: TranscriptionQueue.Limits = .init(),
        _ work: @escaping @Sendable (ServedEndpoint) async throws -> Void
    ) async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path
        let spool = try UploadSpool(folder: path + "/uploads")
        let queue = TranscriptionQueue(limits: places)
        let detection = UtteranceReader.Detection(
            runtime: try InferenceRuntime(library: Models.runtimeLibrary),
            modelPath: Models.voiceActivity
        )
        let (ready, isReady) = AsyncStream<Int>.makeStream()
        let server = ControlServer(
            at: try ControlSocket(path: path + "/run/control.sock"),
            door: LoopbackDoor(at: LoopbackAddress(port: 0), token: try AccessToken(file: path + "/server/token")),
            control: ListeningControl(),
            transcription: TranscriptionEndpoint(
                models: models,
                detection: detection,
                queue: queue,
                spool: spool,
                limits: limits
            ),
            version: "1.2.3"
        ) { port in
            isReady.yield(port ?? 0)
            isReady.finish()
        }
        let line = String(decoding: try Data(contentsOf: URL(filePath: path + "/server/token")), as: UTF8.self)
        let services = ServiceGroup(services: [server], logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await services.run()
                return false
            }
            group.addTask {
                let port = try #require(await ready.first { _ in true })
                let token = String(line.dropLast())
                try await work(
                    ServedEndpoint(
                        socketPath: path + "/run/control.sock",
                        port: port,
                        token: token,
                        spool: spool,
                        queue: queue,
                        shutDown: { await services.triggerGracefulShutdown() }
                    )
                )
                return true
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next(), !isDone {}
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder) == [], "no upload is left")
    }

    /// Runs a scenario of a Python program of the fixtures against it.
    func run(_ program: String, _ scenario: String, _ arguments: [String] = []) async throws {
        let file = Repository.root.appending(path: "Tests/BehestServerTests/Fixtures/\(program).py").path
        let result = try await Subprocess.run(
            .path(FilePath(PythonPackages.interpreter)),
            arguments: Arguments([file, scenario, String(port), token, socketPath] + arguments),
            environment: .inherit.updating(["NO_PROXY": "*", "PYTHONDONTWRITEBYTECODE": "1"]),
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        #expect(result.terminationStatus.isSuccess, "\(scenario): \(result.standardError)")
        #expect(result.standardOutput == "\(scenario): done\n")
    }

    /// Waits until nothing is being done any more.
    func waitUntilIdle() async throws {
        while queue.load != (0, 0) { try await Task.sleep(for: .milliseconds(5)) }
    }
}

/// Hears what it was told to hear, and tells when it is at it.
final class ScriptedTranscriber: Transcriber {
    let name: String
    private let text: String
    /// Whether it never comes to an end by itself.
    private let hangs: Bool
    private let state = Mutex((begun: 0, cancelled: 0))

    init(_ text: String, name: String = "scripted", hangs: Bool = false) {
        (self.name, self.text, self.hangs) = (name, text, hangs)
    }

    var begun: Int { state.withLock(\.begun) }
    var cancelled: Int { state.withLock(\.cancelled) }

    func prepare() {}

    func transcribe(_ utterance: Utterance) async throws -> Transcript {
        state.withLock { $0.begun += 1 }
        if hangs {
            do {
                try await Task.sleep(for: .seconds(3_600))
            } catch {
                state.withLock { $0.cancelled += 1 }
                throw error
            }
        }
        return Transcript(
            text: text,
            words: text.split(separator: " ").map { Transcript.Word(text: String($0), confidence: 0.5) },
            meanLogProbability: -0.25,
            tokenCount: 4,
            model: name
        )
    }
}
