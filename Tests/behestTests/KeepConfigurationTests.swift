import BehestAgents
import BehestGrammar
import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

@testable import behest

/// How much is kept and who may begin workflows by webhooks, by the configuration; and what is said of its mistakes.
struct KeepConfigurationTests {
    private func read(_ text: String) -> ConfigurationReader {
        ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
    }

    private func messages(_ text: String) -> [String] { read(text).log.diagnostics.map(\.message) }

    @Test func whatIsKeptIsSaid() {
        let usual = Configuration().keep
        #expect(usual.recordings.keepsAll)
        #expect(usual.logs == RetentionLimits(days: 30, megabytes: 256))
        let reader = read("keep: {recordings: {days: 7}, logs: all}")
        #expect(!reader.log.hasErrors)
        #expect(reader.configuration.keep.recordings == RetentionLimits(days: 7))
        #expect(reader.configuration.keep.logs.keepsAll)
        #expect(
            messages("keep: {recordings: none, logs: {days: 0, weeks: 1}}") == [
                "'recordings' is 'all' or a mapping with 'days' and 'megabytes'",
                "'logs' has no key 'weeks'",
                "'days' is a whole number from 1 to 36500",
            ]
        )
    }

    @Test func hooksHaveSecrets() {
        let reader = read(
            """
            server:
              listen: 127.0.0.1:4711
              hooks:
                release: {secret: {file: ~/.config/hook}}
                push: {secret: {environment: HOOK}, signature: github}
            """
        )
        #expect(!reader.log.hasErrors)
        #expect(
            reader.configuration.server.hooks == [
                "release": Configuration.Hook(secret: .file("~/.config/hook")),
                "push": Configuration.Hook(signing: .github, secret: .environment("HOOK")),
            ]
        )
        #expect(
            messages("server: {hooks: {a: {signature: none}, b: {}, 'c d': {secret: hunter2}}}") == [
                "'signature' is standard or github",
                "the hook 'b' has no 'secret', by which its sender is known",
                "'c d' is not a name for a webhook",
                "'secret' is not written into the configuration",
            ]
        )
        #expect(messages("server: {hooks: [a]}") == ["'hooks' is a list, not a mapping of names"])
    }
}
