internal import FoundationEssentials
internal import Subprocess
internal import Synchronization
internal import SystemPackage

/// The desktop of `scripts/mock-desktop`, on a bus of one test's own.
public final class MockDesktop: Sendable {
    /// The desktop did not come up, or ended.
    public struct NotServing: Error {}

    /// Something that was asked of the desktop.
    public struct Call: Sendable, Equatable {
        /// The method, such as `Notify`.
        public var method: String
        /// Its arguments, texts as they are and everything else as JSON writes it.
        public var arguments: [String]
        /// Those that are lists of texts, by their place.
        public var lists: [Int: [String]]

        /// Names a call.
        public init(method: String, arguments: [String], lists: [Int: [String]] = [:]) {
            self.method = method
            self.arguments = arguments
            self.lists = lists
        }
    }

    /// Whether there is what it is made of; where all must be tested it is taken for granted.
    public static var isInstalled: Bool {
        ProcessInfo.processInfo.environment["CI"] == "true"
            || FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/dbusmock")
    }

    /// The address of its bus.
    public let address: String

    private let commands: AsyncStream<String>.Continuation
    private let answers: Mutex<[CheckedContinuation<String, any Error>]> = Mutex([])

    private init(address: String, commands: AsyncStream<String>.Continuation) {
        self.address = address
        self.commands = commands
    }

    /// Does some work while a desktop is there.
    ///
    /// - Parameters:
    ///   - capabilities: what it can show.
    ///   - work: the work.
    /// - Returns: what the work returns.
    /// - Throws: what the work throws; ``NotServing``.
    public static func serving<Result: Sendable>(
        _ capabilities: [String] = ["actions", "body", "body-markup"],
        _ work: @Sendable (MockDesktop) async throws -> Result
    ) async throws -> Result {
        try await run(
            .path(FilePath(Repository.root.appending(path: "scripts/mock-desktop").path)),
            arguments: Arguments(capabilities),
            input: .inputWriter,
            output: .sequence,
            error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            guard let address = try await lines.next() else { throw NotServing() }
            let (stream, commands) = AsyncStream.makeStream(of: String.self)
            let desktop = MockDesktop(address: address.filter { !$0.isWhitespace }, commands: commands)
            async let serving: Void = {
                for await command in stream {
                    _ = try await execution.standardInputWriter.write(command + "\n")
                    let line = try await lines.next()
                    desktop.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.resume(returning: line ?? "")
                }
            }()
            let result: Swift.Result<Result, any Error>
            do {
                result = .success(try await work(desktop))
            } catch {
                result = .failure(error)
            }
            commands.finish()
            try await serving
            try await execution.standardInputWriter.finish()
            return try result.get()
        }.closureResult
    }

    /// What was asked of it, once there are so many calls.
    public func calls(_ count: Int) async throws -> [Call] {
        let line = try await ask("calls \(count)")
        return try JSONDecoder().decode([RawCall].self, from: Data(line.utf8)).map(\.call)
    }

    /// Somebody presses a button.
    public func press(_ id: Int, _ name: String) async throws { _ = try await ask("press \(id) \(name)") }

    /// Somebody else on the bus says that a button was pressed.
    public func forge(_ id: Int, _ name: String) async throws { _ = try await ask("forge \(id) \(name)") }

    /// What shows the notifications ends.
    public func leave() async throws { _ = try await ask("leave") }

    private func ask(_ command: String) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            answers.withLock { $0.append(continuation) }
            commands.yield(command)
        }
    }

    /// A method with its arguments, as JSON has them.
    private struct RawCall: Decodable {
        var call: Call

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            call = Call(method: try container.decode(String.self), arguments: [], lists: [:])
            var arguments = try container.nestedUnkeyedContainer()
            while !arguments.isAtEnd {
                let place = arguments.currentIndex
                if let text = try? arguments.decode(String.self) {
                    call.arguments.append(text)
                } else if let number = try? arguments.decode(Int.self) {
                    call.arguments.append(String(number))
                } else if let list = try? arguments.decode([String].self) {
                    call.arguments.append("")
                    call.lists[place] = list
                } else {
                    call.arguments.append(String(describing: try arguments.decode([String: Int].self)))
                }
            }
        }
    }
}
