import BehestWorkflow
import Testing

@testable import BehestAgents

/// Text that was said, as it stands in a forge's Markdown.
struct ForgeTextTests {
    @Test(arguments: [
        "@bob", "mail a@b.c", "#12", "fixes #12", "owner/repo#12", "!7", "GH-12", "ABC-9", "https://x.y/z", "www.x.y",
        "~label",
        "&3", "%milestone", "$snippet", "^alert", "@\"some one\"",
    ])
    func referencesAreTakenApart(_ text: String) {
        let neutral = ForgeText.neutral(text)
        #expect(neutral != text)
        #expect(neutral.unicodeScalars.filter { $0 != "\u{2060}" }.elementsEqual(text.unicodeScalars))
    }

    @Test(arguments: [
        "", "a - b", "well-known", "5 - 3", "C# is sharp", "half @ best", "a:b", "80 %", "window", "10-12",
    ])
    func plainWordsStayAsTheyAre(_ text: String) {
        #expect(ForgeText.neutral(text) == text)
    }

    @Test func aTitleIsNoLongerThanForgesTakeThem() {
        #expect(ForgeText.title(String(repeating: "@a ", count: 66)).unicodeScalars.count == 250)
        #expect(ForgeText.title("The clock is slow") == "The clock is slow")
    }

    @Test func quickActionsDoNotStandAtTheBeginningOfALine() {
        #expect(ForgeText.neutral("x\n/close") == "x\n\u{2060}/close")
        #expect(ForgeText.quotation("/close\n/assign @me").split(separator: "\n").allSatisfy { $0.hasPrefix("> ") })
    }

    @Test func whatWasSaidCannotLookLikeAMark() {
        let mark = ForgeMarker.text("r1/bug")
        #expect(!ForgeText.quotation(mark).contains(mark))
        #expect(!ForgeText.line(mark, limit: 200).contains(mark))
    }

    @Test func aMarkTellsNothingOfItsKeyAndIsTheSameEachTime() {
        #expect(ForgeMarker.text("r1/bug") == ForgeMarker.text("r1/bug"))
        #expect(ForgeMarker.text("r1/bug") != ForgeMarker.text("r1/bug2"))
        #expect(ForgeMarker.hash("") == "e3b0c44298fc1c149afbf4c8996fb924", "the beginning of SHA-256 of nothing")
    }

    @Test func aTextThatIsTooLongKeepsItsMark() {
        let assignment = Assignment.said("tracker/create", [:])
        let report = ForgeReport(body: String(repeating: "long ", count: 20_000), assignment: assignment)
        let text = report.text()
        #expect(text.unicodeScalars.count < 61_000)
        #expect(text.hasSuffix("\(ForgeMarker.text("r1/bug"))\n"))
    }
}
