import HTTPTypes
import Testing

@testable import BehestServer

struct TranscriptionOrderTests {
    private func order(_ fields: [(String, String)]) throws(APIError) -> TranscriptionOrder {
        try TranscriptionOrder(fields.map { Upload.Field(name: $0.0, value: $0.1) })
    }

    @Test func nothingSaidIsPlainJSON() throws {
        let order = try order([])
        #expect(order.format == .json)
        #expect(!order.isStreamed && !order.wantsLogProbabilities && order.model == nil && order.language == nil)
    }

    @Test func allThatIsSaidIsRead() throws {
        let order = try order([
            ("model", "whisper-1"), ("language", "en"), ("prompt", "x"), ("response_format", "verbose_json"),
            ("temperature", "0.5"),
            ("timestamp_granularities[]", "word"), ("timestamp_granularities[]", "segment"), ("unknown", "x"),
        ])
        #expect(order.model == "whisper-1" && order.language == "en" && order.temperature == 0.5)
        #expect(order.format == .verboseJSON && order.wantsWords && order.wantsSegments)
        #expect(try self.order([("stream", "True"), ("include[]", "logprobs")]).isStreamed)
        #expect(try !self.order([("stream", "false"), ("response_format", "srt")]).isStreamed)
    }

    @Test(arguments: [
        ("response_format", "xml"), ("temperature", "warm"), ("temperature", "1.1"), ("temperature", "nan"),
        ("stream", "maybe"),
        ("timestamp_granularities[]", "letter"), ("timestamp_granularities[]", "word"), ("include[]", "secrets"),
    ])
    func whatCannotBeMetIsRefusedByName(_ name: String, _ value: String) {
        let error = #expect(throws: APIError.self) { _ = try order([(name, value)]) }
        #expect(error?.status == .badRequest)
        #expect(error?.parameter == name)
    }

    @Test func aValueIsNotRepeatedWhole() {
        let error = #expect(throws: APIError.self) {
            _ = try order([("response_format", String(repeating: "x\n", count: 500))])
        }
        #expect(error.map { $0.message.count < 200 && !$0.message.contains("\n") } == true)
    }

    @Test(arguments: [("en", "en"), ("EN-us", "en"), ("English", "en"), ("eng", "en"), ("de_AT", "de"), ("xx", "xx")])
    func languagesGoByTheirCodes(_ name: String, _ code: String) {
        #expect(LanguageName(name).code == code)
    }
}
