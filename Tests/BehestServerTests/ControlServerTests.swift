import BehestPipeline
import BehestServer
import BehestTransport
import FoundationEssentials
import Glibc
import Synchronization
import TestSupport
import Testing

/// The real server on a real socket, asked by the real client.
@Suite(.timeLimit(.minutes(2)))
struct ControlServerTests {
    struct Answer: Decodable {
        struct Failure: Decodable {
            var code: String
            var message: String
        }

        var version: String?
        var mode: String?
        var state: String?
        var source: String?
        var error: Failure?
    }

    /// What a test asks.
    private struct Client {
        var path: String

        func ask(_ method: HTTPRequest.Method, _ address: String) async throws -> (status: Int, answer: Answer) {
            var request = HTTPRequest(method, try HTTPAddress("http://behest\(address)"))
            request.socketPath = path
            let response = try await HTTPClient().response(to: request)
            return (response.status, try JSONDecoder().decode(Answer.self, from: Data(response.body)))
        }

        func tell(_ event: String) async throws -> (status: Int, answer: Answer) {
            try await ask(.post, "/v1/listening/\(event)")
        }
    }

    /// Does something while a control is served.
    private func served(
        _ control: ListeningControl,
        at path: String,
        _ work: @escaping @Sendable (Client) async throws -> Void
    ) async throws {
        let (ready, isReady) = AsyncStream<Void>.makeStream()
        let server = ControlServer(at: try ControlSocket(path: path), control: control, version: "1.2.3") { _ in
            isReady.finish()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                for await _ in ready {}
                try await work(Client(path: path))
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func listening(_ mode: Attention.Mode = .pushToTalk) -> ListeningControl {
        let control = ListeningControl(Attention(mode))
        control.attach(to: "mic") { _ in }
        return control
    }

    @Test func pressingAndLettingGoIsTold() async throws {
        let folder = try TemporaryDirectory()
        try await served(listening(), at: folder.url.path + "/run/control.sock") { client in
            let status = try await client.ask(.get, "/v1/status")
            #expect(status.status == 200)
            #expect(status.answer.version == "1.2.3")
            #expect(status.answer.mode == "push-to-talk")
            #expect(status.answer.source == "mic")
            var states = [status.answer.state]
            for event in ["press", "press", "release", "release", "toggle", "toggle", "mute", "unmute"] {
                let (code, answer) = try await client.tell(event)
                #expect(code == 200, "\(event)")
                states.append(answer.state)
            }
            let waiting = "waiting-for-key"
            #expect(states == [waiting, "held", "held", waiting, waiting, "held", waiting, "muted", waiting])
        }
    }

    @Test func whatIsToldReachesTheListener() async throws {
        let folder = try TemporaryDirectory()
        let control = ListeningControl(Attention(.pushToTalk))
        let done = Mutex<[Attention.Effect]>([])
        control.attach(to: "mic") { effects in done.withLock { $0 += effects } }
        try await served(control, at: folder.url.path + "/control.sock") { client in
            _ = try await client.tell("press")
            _ = try await client.tell("release")
        }
        let cues = done.withLock(\.self).compactMap { effect in
            if case .cue(let cue) = effect { cue } else { nil }
        }
        #expect(cues == [.holding, .letGo])
    }

    @Test func whileMutedAKeyIsRefusedWithAReason() async throws {
        let folder = try TemporaryDirectory()
        try await served(listening(.continuous), at: folder.url.path + "/control.sock") { client in
            _ = try await client.tell("mute")
            for event in ["press", "toggle"] {
                let (code, answer) = try await client.tell(event)
                #expect(code == 409)
                #expect(answer.error?.code == "muted")
                #expect(answer.error?.message.contains("behest unmute") == true)
            }
            #expect(try await client.tell("release").status == 200)
            #expect(try await client.tell("unmute").answer.state == "listening")
        }
    }

    @Test func whileNothingIsListenedToThatIsTheAnswer() async throws {
        let folder = try TemporaryDirectory()
        try await served(ListeningControl(), at: folder.url.path + "/control.sock") { client in
            let (code, answer) = try await client.tell("press")
            #expect(code == 409)
            #expect(answer.error?.code == "not-listening")
            let status = try await client.ask(.get, "/v1/status")
            #expect(status.status == 200)
            #expect(status.answer.source == nil)
            // A press that nobody heard is not held when somebody begins to listen.
            #expect(status.answer.state == "listening")
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/v1/nothing", 404), (.get, "/v1/listening/press", 405), (.post, "/v1/status", 405),
        (.post, "/v1/audio/transcriptions", 404),
    ])
    func whatThereIsNotIsAnsweredInJSON(_ method: HTTPRequest.Method, _ path: String, _ status: Int) async throws {
        let folder = try TemporaryDirectory()
        try await served(listening(), at: folder.url.path + "/control.sock") { client in
            let (code, answer) = try await client.ask(method, path)
            #expect(code == status)
            #expect(answer.error?.code == (status == 404 ? "not-found" : "wrong-method"))
            #expect(answer.error?.message.hasPrefix("There is no '\(method.rawValue) \(path)' here") == true)
        }
    }

    @Test func onlyItsOwnerCanReachTheSocket() async throws {
        let folder = try TemporaryDirectory()
        let place = folder.url.path + "/run"
        // A folder that others could look into is closed to them.
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        let opened = unsafe chmod(place, 0o755)
        #expect(opened == 0)
        let path = place + "/control.sock"
        try await served(listening(), at: path) { _ in
            #expect(Self.permissions(of: path) == 0o600)
            #expect(Self.permissions(of: place) == 0o700)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func aSocketThatWasLeftOverIsReplaced() async throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/control.sock"
        // As a process leaves it that was killed: the lock's file with a number in it, and a socket that nobody answers at.
        try Data("4711".utf8).write(to: URL(filePath: path + ".lock"))
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        close(left)
        try await served(listening(), at: path) { client in
            let status = try await client.ask(.get, "/v1/status")
            #expect(status.status == 200)
        }
    }

    @Test func asSecondOneItIsToldWhoIsTheFirst() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/control.sock"
        let first = try ControlSocket(path: path)
        let error = #expect(throws: ControlSocketError.self) { _ = try ControlSocket(path: path) }
        #expect(error?.code == .taken)
        #expect(error?.message.contains("(process \(getpid()))") == true)
        withExtendedLifetime(first) {}
    }

    @Test func thePlaceIsFreeAgainAfterwards() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/control.sock"
        for _ in 0..<2 { _ = try ControlSocket(path: path) }
    }

    @Test func aPlaceThatCannotBeOneIsExplained() throws {
        let folder = try TemporaryDirectory()
        let long = folder.url.path + "/" + String(repeating: "x", count: 100) + "/control.sock"
        #expect(throws: ControlSocketError.self) { _ = try ControlSocket(path: long) }
        let file = folder.url.path + "/file"
        try Data().write(to: URL(filePath: file))
        let error = #expect(throws: ControlSocketError.self) { _ = try ControlSocket(path: file + "/control.sock") }
        #expect(error?.code == .unusable)
        #expect(error?.message.contains("'\(file)' is no folder of yours") == true)
    }

    private static func permissions(of path: String) -> Int {
        var facts = stat()
        let isThere = unsafe lstat(path, &facts) == 0
        #expect(isThere)
        return Int(facts.st_mode & 0o777)
    }
}
