import BehestTransport
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAgents

/// The signatures, against the published examples and the published library.
struct WebhookSignatureTests {
    private static func header(_ name: String, _ signature: WebhookSignature) -> String? {
        signature.headers.first { $0.name == name }?.value
    }

    @Test(arguments: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    func itIsThatOfTheExampleOfStandardWebhooks(_ secret: String) throws {
        let signature = try WebhookSignature(
            standard: Array("{\"test\": 2432232314}".utf8),
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            seconds: 1_614_265_330,
            secret: Secret(secret)
        )
        #expect(Self.header("webhook-signature", signature) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(Self.header("webhook-id", signature) == "msg_p5jXN8AQM9LWM0D4loKWxJek")
        #expect(Self.header("webhook-timestamp", signature) == "1614265330")
    }

    @Test func itIsThatOfGitHubsExample() {
        let signature = WebhookSignature(
            github: Array("Hello, World!".utf8),
            id: "evt_1",
            event: "ping",
            secret: Secret("It's a Secret to Everybody")
        )
        #expect(
            Self.header("X-Hub-Signature-256", signature)
                == "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
        )
        #expect(Self.header("X-GitHub-Delivery", signature) == "evt_1")
    }

    @Test(arguments: ["", "whsec_", "whsec_short", "not base 64 at all!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa"])
    func secretsThatAreNoneAreRefusedWithoutBeingTold(_ secret: String) throws {
        let error = try #require(
            #expect(throws: AgentError.self) {
                try WebhookSignature(standard: [], id: "x", seconds: 0, secret: Secret(secret))
            }
        )
        #expect(error.kind == .permanent)
        #expect(secret.count < 8 || !error.message.contains(secret))
    }

    @Test(
        .enabled(if: PythonPackages.areInstalled, "scripts/test installs the Python packages"),
        arguments: ["{}", "{\"ä\": \"€\\n\"}", String(repeating: "x", count: 19_000)]
    )
    func theLibraryOfStandardWebhooksTakesIt(_ body: String) async throws {
        let secret = "whsec_" + Data((0..<32).map { UInt8($0 * 7) }).base64EncodedString()
        let seconds = Int(Date().timeIntervalSince1970)
        let signature = try WebhookSignature(
            standard: Array(body.utf8),
            id: "evt_1",
            seconds: seconds,
            secret: Secret(secret)
        )
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "body")
        try Data(body.utf8).write(to: file)
        let arguments = [secret, file.path] + signature.headers.flatMap { [$0.name, $0.value] }
        #expect(try await PythonProgram("standard_webhook.py").lines(arguments) == ["verified"])
        let tampered = folder.url.appending(path: "tampered")
        try Data((body + " ").utf8).write(to: tampered)
        let others = [secret, tampered.path] + signature.headers.flatMap { [$0.name, $0.value] }
        #expect(try await PythonProgram("standard_webhook.py").lines(others) == ["refused"])
    }
}
