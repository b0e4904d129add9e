import BehestGrammar
import BehestPipeline
import BehestWorkflow
import Testing

@testable import behest

/// What the configuration says of when to listen.
struct ListeningConfigurationTests {
    private func read(_ text: String) -> ConfigurationReader {
        ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
    }

    @Test func readsEveryKey() {
        let reader = read(
            """
            listening:
              mode: push-to-talk
              wake-phrase: hey behest
              key: KEY_RIGHTCTRL
              longest-hold: 90
              awake-for: 5
            """
        )
        #expect(!reader.log.hasErrors)
        var expected = Configuration.Listening()
        expected.mode = .pushToTalk
        expected.wakePhrase = "hey behest"
        expected.key = KeyName("KEY_RIGHTCTRL")
        expected.longestHold = .seconds(90)
        expected.awakeTime = .seconds(5)
        #expect(reader.configuration.listening == expected)
    }

    @Test func aPhraseAloneChoosesItsMode() {
        #expect(read("listening: {wake-phrase: computer}").configuration.listening.mode == .wakePhrase)
        #expect(
            read("listening: {wake-phrase: computer, mode: continuous}").configuration.listening.mode == .continuous
        )
    }

    @Test(arguments: [
        ("listening: {mode: loud}", "'mode' is continuous, push-to-talk or wake-phrase"),
        ("listening: {mode: wake-phrase}", "the mode wake-phrase needs a 'wake-phrase'"),
        ("listening: {key: KEY_ANY}", "there is no key 'KEY_ANY'"),
        ("listening: {longest-hold: 0}", "'longest-hold' is a whole number from 1 to 600"),
        ("listening: {awake-for: long}", "'awake-for' is a whole number from 1 to 60"),
    ])
    func mistakesAreFound(_ text: String, _ message: String) {
        let reader = read(text)
        #expect(reader.log.diagnostics.map(\.message) == [message])
    }

    @Test func anUnknownKeyIsAMistake() {
        #expect(read("listening: {wakephrase: computer}").log.hasErrors)
    }
}
