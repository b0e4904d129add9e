import BehestGrammar
import BehestPipeline
import BehestSpeech
import BehestWorkflow
import FoundationEssentials
import Testing

@testable import behest

struct TranscriptionConfigurationTests {
    private func read(_ text: String) -> ConfigurationReader {
        ConfigurationReader(bytes: Array(text.utf8), file: "config.yaml")
    }

    /// It takes a while to put together, and only endpoints are told of it.
    @Test func withoutEndpointsNobodyAsksForTheVocabulary() throws {
        let assembly = Assembly()
        let alone = try assembly.recognition(ModelChoice.tiny.sizes, Configuration.Transcription()) {
            Issue.record("nobody is told of it")
            return []
        }
        #expect(alone.chain == nil)
        var isAsked = false
        let endpoints = read("transcription: {endpoints: [embedded]}").configuration.transcription
        let recognition = try assembly.recognition(ModelChoice.tiny.sizes, endpoints) {
            isAsked = true
            return []
        }
        #expect(recognition.chain != nil)
        #expect(isAsked)
    }

    /// Also where endpoints hear the commands: the model that other programs are served by is there already.
    @Test func theWakePhraseIsHeardByTheModelThatIsThere() throws {
        let assembly = Assembly()
        var listening = Configuration.Listening()
        listening.wakePhrase = "hey behest"
        for text in ["", "transcription: {endpoints: [{program: [false]}, embedded]}"] {
            let transcription = read(text).configuration.transcription
            let recognition = try assembly.recognition(ModelChoice.tiny.sizes, transcription)
            let wakening = try assembly.wakening(listening, embedded: recognition.embedded, language: "en")
            let model = try #require(wakening.phrase?.transcriber as? MoonshineTranscriber)
            #expect(recognition.embedded.count == 1)
            #expect(model === recognition.embedded[0])
        }
        // The accurate one would be too slow for it.
        let base = try assembly.recognition(ModelChoice.base.sizes, Configuration.Transcription())
        let wakening = try assembly.wakening(listening, embedded: base.embedded, language: "en")
        #expect(wakening.phrase?.transcriber.name == MoonshineSize.tiny.modelName)
    }

    @Test func endpointsAreAskedInTheirOrder() {
        let reader = read(
            """
            transcription:
              endpoints:
                - name: office
                  url: http://127.0.0.1:8000/v1
                  model: whisper-1
                  kind: speaches
                  key-from-environment: OFFICE_KEY
                  language: en
                  time-limit: 4.5
                  retries: 1
                  hedge-after: 1.5
                - {url: "https://api.example.org/v1"}
                - {wyoming: "tcp://127.0.0.1:10300", model: tiny}
                - {program: [whisper-cli, -f, "{file}"]}
                - embedded
            server: {listen: "127.0.0.1:4711", wyoming: "tcp://127.0.0.1:10400", wyoming-orders: true}
            """
        )
        #expect(!reader.log.hasErrors, "\(reader.log.diagnostics)")
        typealias Endpoint = Configuration.Transcription.Endpoint
        var office = Endpoint(
            means: .server(
                .init(url: "http://127.0.0.1:8000/v1", model: "whisper-1", kind: .speaches, keyVariable: "OFFICE_KEY")
            ),
            name: "office"
        )
        office.language = "en"
        office.timeLimit = .seconds(4.5)
        office.retries = 1
        office.hedgeDelay = .seconds(1.5)
        #expect(
            reader.configuration.transcription.endpoints == [
                office,
                Endpoint(means: .server(.init(url: "https://api.example.org/v1")), name: "api.example.org"),
                Endpoint(
                    means: .wyoming(address: "tcp://127.0.0.1:10300", model: "tiny"),
                    name: "tcp://127.0.0.1:10300"
                ),
                Endpoint(means: .program(["whisper-cli", "-f", "{file}"]), name: "whisper-cli"),
                Endpoint(means: .embedded, name: "embedded"),
            ]
        )
        let server = Configuration.Server(
            address: "127.0.0.1:4711",
            wyomingAddress: "tcp://127.0.0.1:10400",
            takesOrders: true
        )
        #expect(reader.configuration.server == server)
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var message: String
        var testDescription: String { message }
    }

    @Test(arguments: [
        Mistake(text: "transcription: {endpoints: embedded}", message: "'endpoints' is not a list"),
        Mistake(
            text: "transcription: {endpoints: [other]}",
            message: "an endpoint is 'embedded', or a mapping with 'url', 'wyoming' or 'program'"
        ),
        Mistake(
            text: "transcription: {endpoints: [{model: m}]}",
            message: "an endpoint has one of 'url', 'wyoming' and 'program'"
        ),
        Mistake(
            text: "transcription: {endpoints: [{url: 'http://a/', program: [b]}]}",
            message: "an endpoint has one of 'url', 'wyoming' and 'program'"
        ),
        Mistake(
            text: "transcription: {endpoints: [embedded, embedded]}",
            message: "there are two endpoints 'embedded'"
        ),
        Mistake(
            text: "transcription: {endpoints: [{url: 'ftp://a/'}]}",
            message: "'url' is no address that can be used"
        ),
        Mistake(
            text: "transcription: {endpoints: [{url: 'http://a/', kind: other}]}",
            message: "'kind' is one of openai, groq, whisper.cpp, speaches, vllm, localai, compatible"
        ),
        Mistake(
            text: "transcription: {endpoints: [{url: 'http://a/', key-from-environment: BEHEST_KEY}]}",
            message: "packs can read 'BEHEST_KEY', so that it is no place for a key"
        ),
        Mistake(
            text: "transcription: {endpoints: [{program: [a], kind: openai}]}",
            message: "'kind' is for endpoints with a 'url'"
        ),
        Mistake(
            text: "transcription: {endpoints: [{url: 'http://a/', time-limit: 0}]}",
            message: "'time-limit' is a number of seconds from 0.1 to 120.0"
        ),
        Mistake(text: "transcription: {endpoints: [{wyoming: 'http://a'}]}", message: "'wyoming' is no address"),
        Mistake(text: "server: {listen: '0.0.0.0:80'}", message: "'listen' is no address to listen at"),
        Mistake(text: "server: {wyoming: here}", message: "'wyoming' is no address to serve at"),
        Mistake(text: "server: {wyoming: 'tcp://0.0.0.0:10300'}", message: "'wyoming' is no address to serve at"),
    ])
    func mistakesAreFound(_ mistake: Mistake) {
        #expect(read(mistake.text).log.diagnostics.map(\.message) == [mistake.message])
    }
}
