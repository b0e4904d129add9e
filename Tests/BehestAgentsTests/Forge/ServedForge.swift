import BehestFakes
import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport

@testable import BehestAgents

/// A fake forge that is served over loopback while a test runs.
struct ServedForge: Sendable {
    let forge: FakeForge
    let address: String

    static let token = "fake-token"
    static let repository = "behest/fake"

    /// Serves a forge while some work is done.
    static func serving<Result: Sendable>(
        _ forge: FakeForge = FakeForge(),
        _ work: @escaping @Sendable (ServedForge) async throws -> Result
    ) async throws -> Result {
        let (ports, port) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await FakeForgeServer(forge) { port.yield($0) }.run()
                return nil
            }
            group.addTask {
                guard let port = await ports.first(where: { _ in true }) else { throw CancellationError() }
                return try await work(ServedForge(forge: forge, address: "http://127.0.0.1:\(port)"))
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let result { return result }
            }
            throw CancellationError()
        }
    }

    /// A tracker that files on it.
    func tracker(
        _ kind: ForgeSettings.Kind,
        token: String = Self.token,
        repository: String = Self.repository,
        attaching kinds: Set<Attachments.Kind> = [],
        timeout: Duration = .seconds(30)
    ) throws -> ForgeTracker {
        ForgeTracker(
            ForgeSettings(
                kind: kind,
                address: try HTTPAddress(address),
                repository: repository,
                token: .environment("FORGE_TOKEN")
            ),
            defaults: Attachments(kinds: kinds),
            environment: ["FORGE_TOKEN": token],
            timeout: timeout
        )
    }

    var issues: [JSONValue] { forge.contents["issues"].elements ?? [] }

    func texts(_ name: String) -> [String] { (forge.contents[name].elements ?? []).compactMap(\.text) }

    func fail(_ change: (inout FakeFaults) -> Void) {
        var faults = FakeFaults()
        change(&faults)
        forge.set(faults)
    }
}

extension ForgeTracker {
    /// Does a task whose inputs were said.
    func perform(
        _ agent: String,
        _ inputs: [String: JSONValue],
        key: String = "r1/bug",
        text: String = "file a bug",
        audio: String? = nil,
        in workspace: String = "/tmp"
    ) async throws -> AgentResult {
        try await perform(.said(agent, inputs, key: key, text: text, audio: audio, in: workspace))
    }

    /// Does a task as often as its failure may pass, five times at the most.
    func performUntilDone(
        _ agent: String,
        _ inputs: [String: JSONValue],
        key: String = "r1/bug",
        audio: String? = nil,
        in workspace: String = "/tmp"
    ) async throws -> (result: AgentResult, attempts: Int) {
        for attempt in 1...5 {
            do {
                return (try await perform(agent, inputs, key: key, audio: audio, in: workspace), attempt)
            } catch let error as AgentError where error.kind != .permanent {
                continue
            }
        }
        throw AgentError("It did not come to an end.")
    }
}

extension Assignment {
    static func said(
        _ agent: String,
        _ inputs: [String: JSONValue],
        key: String = "r1/bug",
        text: String = "file a bug",
        audio: String? = nil,
        in workspace: String = "/tmp",
        from origin: Origin = .speech
    ) -> Assignment {
        Assignment(
            run: "r1",
            task: "r1.1",
            step: "bug",
            agent: agent,
            idempotencyKey: key,
            inputs: inputs.mapValues { TracedValue($0, from: origin) },
            workspace: workspace,
            utterance: .init(id: "u1", text: text, audioPath: audio)
        )
    }
}
