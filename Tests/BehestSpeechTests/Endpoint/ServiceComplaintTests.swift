import BehestTransport
import Testing

@testable import BehestSpeech

struct ServiceComplaintTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var body: String
        var sentence: String?
        var kinds: Set<String> = []
        var testDescription: String { body }
    }

    @Test(arguments: [
        Case(
            body: "{\"error\":{\"message\":\"No.\",\"type\":\"Invalid_Request_Error\",\"param\":null,\"code\":null}}",
            sentence: "No.",
            kinds: ["invalid_request_error"]
        ),
        Case(
            body: "{\"error\":{\"message\":\"No.\",\"type\":\"\",\"code\":500}}",
            sentence: "No.",
            kinds: ["", "500"]
        ),
        Case(body: "{\"error\":\"no model\"}", sentence: "no model"),
        Case(body: "{\"detail\":\"Model 'x' is not installed.\"}", sentence: "Model 'x' is not installed."),
        Case(body: "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"a\"},{\"msg\":\"b\"}]}", sentence: "a; b"),
        Case(
            body: "{\"object\":\"error\",\"message\":\"No.\",\"type\":\"BadRequestError\",\"code\":400}",
            sentence: "No.",
            kinds: ["badrequesterror", "400"]
        ),
        Case(body: "Invalid request", sentence: "Invalid request"),
        Case(body: "a\u{1B}[31m\r\nb\u{0}c", sentence: "a [31m b c"),
        Case(body: "<html>Bad gateway</html>"),
        Case(body: "{\"text\":\"Run.\"}"),
        Case(body: "{\"error\":{}}"),
        Case(body: "{"),
        Case(body: ""),
    ])
    func everyFormIsRead(_ sample: Case) {
        let complaint = ServiceComplaint(Array(sample.body.utf8))
        #expect(complaint?.sentence == sample.sentence)
        #expect((complaint?.kinds ?? []) == sample.kinds)
    }

    @Test(arguments: [
        (["invalid_request_error"], "request"), (["badrequesterror", "400"], "request"),
        (["invalid_request_error", "invalid_api_key"], "key"), (["authentication_error"], "key"),
        (["server_error", "overloaded"], "neither"),
    ])
    func whatItMindsIsTold(_ kinds: [String], _ matter: String) {
        let complaint = ServiceComplaint(sentence: "No.", kinds: Set(kinds))
        #expect(complaint.isOfRequest == (matter == "request"))
        #expect(complaint.isOfKey == (matter == "key"))
    }

    @Test func aLongOneIsCutWhenItIsShown() {
        let shown = ServiceComplaint(sentence: String(repeating: "word ", count: 100)).shown()
        #expect(shown.count == 160)
        #expect(shown.hasSuffix("…"))
    }

    @Test func noPartOfTheKeyIsShown() {
        for before in 0..<200 {
            let complaint = ServiceComplaint(sentence: String(repeating: "x", count: before) + "s3cret is wrong")
            let shown = complaint.shown(hiding: Secret("s3cret"))
            #expect(!shown.contains("s3"))
        }
    }

    @Test func bytesThatAreNoTextAreNone() {
        #expect(ServiceComplaint([0xFF, 0xFE]) == nil)
    }
}
