import FoundationEssentials
import TestSupport
import Testing

@testable import BehestServer

/// What no client should ask, over plain sockets; each scenario ends with a request that is answered as ever.
@Suite(.timeLimit(.minutes(3)), .enabled(if: PythonPackages.areInstalled, "scripts/test installs the Python packages"))
struct HostileRequestTests {
    @Test(arguments: [
        "works", "endless", "large", "slow", "broken_off", "not_so", "garbage", "outsiders", "patient", "many",
    ])
    func theyAreBoundedExplainedAndLeaveNothing(_ scenario: String) async throws {
        var limits = UploadLimits()
        limits.largestFile = 400_000
        limits.longestUpload = scenario == "slow" ? .seconds(1) : .seconds(30)
        try await ServedEndpoint.serving([ScriptedTranscriber("File a bug.")], limits: limits) { server in
            try await server.run("hostile", scenario, [Repository.sample("file-a-bug").path])
            try await server.waitUntilIdle()
        }
    }
}
