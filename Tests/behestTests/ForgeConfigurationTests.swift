import BehestAgents
import BehestGrammar
import BehestTransport
import BehestWorkflow
import Testing

@testable import behest

/// Where bug reports and events go, by the configuration; and what is said of its mistakes.
struct ForgeConfigurationTests {
    private func read(_ text: String) -> ConfigurationReader {
        ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
    }

    private func messages(_ text: String) -> [String] { read(text).log.diagnostics.map(\.message) }

    @Test func aForgeIsChosen() throws {
        let reader = read(
            """
            tracker:
              kind: forgejo
              url: https://codeberg.org
              repository: me/clock
              token: {environment: CODEBERG_TOKEN}
            """
        )
        #expect(!reader.log.hasErrors)
        #expect(
            reader.configuration.tracker
                == ForgeSettings(
                    kind: .forgejo,
                    address: try HTTPAddress("https://codeberg.org"),
                    repository: "me/clock",
                    token: .environment("CODEBERG_TOKEN")
                )
        )
    }

    @Test func publicForgesNeedNoAddress() {
        let github = read("tracker: {kind: github, repository: a/b, token: {file: ~/.config/behest/github}}")
        #expect(github.configuration.tracker?.address.host == "github.com")
        #expect(github.configuration.tracker?.token == .file("~/.config/behest/github"))
        let gitlab = read("tracker: {kind: gitlab, repository: a/b/c, token: {command: [glab, auth, token]}}")
        #expect(gitlab.configuration.tracker?.address.host == "gitlab.com")
        #expect(gitlab.configuration.tracker?.token == .command(["glab", "auth", "token"]))
    }

    @Test(arguments: ["", "tracker: {kind: folder}"])
    func theFolderIsUsual(_ text: String) {
        let reader = read(text)
        #expect(!reader.log.hasErrors && reader.configuration.tracker == nil)
    }

    @Test(arguments: [
        ("tracker: folder", "'tracker' is a single value, not a mapping"), ("tracker: {}", "'tracker' has no 'kind'"),
        ("tracker: {kind: sourceforge}", "'kind' is none that is known"),
        ("tracker: {kind: folder, token: {environment: X}}", "'token' is for a forge, and the tracker is a folder"),
        ("tracker: {kind: gitea, repository: a/b, token: {environment: X}}", "there is no 'url'"),
        ("tracker: {kind: github, token: {environment: X}}", "'tracker' has no 'repository'"),
        ("tracker: {kind: github, repository: a/b}", "'tracker' has no 'token'"),
        ("tracker: {kind: github, repository: a/b/c, token: {environment: X}}", "'a/b/c' is no name of a repository"),
        (
            "tracker: {kind: github, repository: a/b, token: ghp_secretsecret}",
            "'token' is not written into the configuration"
        ),
        ("tracker: {kind: github, repository: a/b, token: {environment: X, file: /y}}", "'token' comes from one place"),
        ("tracker: {kind: github, repository: a/b, token: {file: token}}", "'token' is not a whole path"),
        (
            "tracker: {kind: github, repository: a/b, token: {environment: BEHEST_TOKEN}}",
            "packs can read 'BEHEST_TOKEN', so that it is no place for a key"
        ),
        (
            "tracker: {kind: gitea, url: 'ftp://x', repository: a/b, token: {environment: X}}",
            "'url' is no address that can be used"
        ),
        ("webhooks: [a]", "'webhooks' is not a mapping of names"),
        ("webhooks: {ci: {secret: {environment: X}}}", "there is no 'url'"),
        ("webhooks: {ci: {url: 'https://x'}}", "the webhook 'ci' has no 'secret' to sign with"),
        (
            "webhooks: {ci: {url: 'https://x', signature: none, secret: {environment: X}}}",
            "'secret' is to sign with, and 'signature' is none"
        ),
        ("webhooks: {ci: {url: 'https://x', signature: md5}}", "'signature' is standard, github or none"),
        ("webhooks: {ci: {url: 'https://x', sekret: 1}}", "the webhook 'ci' has no key 'sekret'"),
    ])
    func mistakesAreNamed(_ text: String, _ message: String) {
        let messages = messages(text)
        #expect(messages.contains(message), "\(messages)")
        #expect(!messages.contains { $0.contains("ghp_") })
    }

    @Test func webhooksAreNamed() throws {
        let reader = read(
            """
            webhooks:
              ci: {url: "https://ci.example/hook", secret: {environment: CI_SECRET}}
              chat: {url: "http://127.0.0.1:9/x", signature: none}
              hub: {url: "https://hub.example", signature: github, secret: {file: /etc/hub}}
            """
        )
        #expect(!reader.log.hasErrors)
        #expect(
            reader.configuration.webhooks == [
                "ci": WebhookDestination(
                    address: try HTTPAddress("https://ci.example/hook"),
                    secret: .environment("CI_SECRET")
                ),
                "chat": WebhookDestination(address: try HTTPAddress("http://127.0.0.1:9/x"), signing: .none),
                "hub": WebhookDestination(
                    address: try HTTPAddress("https://hub.example"),
                    signing: .github,
                    secret: .file("/etc/hub")
                ),
            ]
        )
    }
}
