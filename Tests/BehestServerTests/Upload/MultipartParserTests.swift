import BehestGrammar
import Testing

@testable import BehestServer

struct MultipartParserTests {
    /// A form that is nasty: content that looks like a boundary, an empty field, line ends at the ends.
    private static let form: [UInt8] = Array(
        """
        --b0\r
        Content-Disposition: form-data; name="model"\r
        \r
        whisper-1\r
        --b0 \t\r
        content-disposition: form-data; name="file"; filename="a \\"b\\".wav"\r
        Content-Type: audio/wav\r
        \r
        \r\n--b\r\n-\r\n\r\r\n--b1\r\n--B0 --b0 \r\n\r
        --b0\r
        Content-Disposition: form-data; name=empty\r
        \r
        \r
        --b0--\r
        what comes after does not count
        """.utf8
    )

    private struct Field: Equatable {
        var part: FormPart
        var content: [UInt8] = []
        var isWhole = false
    }

    private static let fields = [
        Field(part: FormPart(name: "model"), content: Array("whisper-1".utf8), isWhole: true),
        Field(
            part: FormPart(name: "file", fileName: "a \"b\".wav"),
            content: Array("\r\n--b\r\n-\r\n\r\r\n--b1\r\n--B0 --b0 \r\n".utf8),
            isWhole: true
        ),
        Field(part: FormPart(name: "empty"), content: [], isWhole: true),
    ]

    /// Parses pieces, and puts the events together.
    private func parse(_ pieces: [ArraySlice<UInt8>], boundary: String = "b0") throws -> [Field] {
        var parser = MultipartParser(boundary: boundary)
        var fields: [Field] = []
        for piece in pieces {
            for event in try parser.take(piece) {
                switch event {
                case .begin(let part):
                    #expect(fields.last?.isWhole ?? true)
                    fields.append(Field(part: part))
                case .content(let bytes):
                    #expect(!bytes.isEmpty)
                    fields[fields.count - 1].content += bytes
                case .end: fields[fields.count - 1].isWhole = true
                }
            }
        }
        try parser.finish()
        return fields
    }

    private func cut(_ bytes: [UInt8], at places: [Int]) -> [ArraySlice<UInt8>] {
        zip([0] + places, places + [bytes.count]).map { bytes[$0..<$1] }
    }

    @Test func aFormIsTheSameHoweverItIsCutInTwoOrThree() throws {
        for first in 0...Self.form.count {
            #expect(try parse(cut(Self.form, at: [first])) == Self.fields, "cut at \(first)")
            for second in stride(from: first, through: Self.form.count, by: 7) {
                #expect(try parse(cut(Self.form, at: [first, second])) == Self.fields, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func aFormIsTheSameByteByByte() throws {
        #expect(try parse(cut(Self.form, at: Array(1..<Self.form.count))) == Self.fields)
    }

    @Test func aFormIsTheSameInSeededPieces() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let places = (0..<Int.random(in: 0...20, using: &generator))
                .map { _ in Int.random(in: 0...Self.form.count, using: &generator) }.sorted()
            #expect(try parse(cut(Self.form, at: places)) == Self.fields, "cut at \(places)")
        }
    }

    @Test func anyContentComesThroughWhole() throws {
        var generator = SeededGenerator(seed: 6)
        // Of few letters, so that there are many beginnings of the boundary in it.
        let letters = Array("\r\n-b0".utf8)
        for _ in 0..<300 {
            let content = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                letters.randomElement(using: &generator)!
            }
            guard !content.containsSequence("\r\n--b0"), !content.starts(with: "--b0".utf8) else { continue }
            let body =
                Array("--b0\r\nContent-Disposition: form-data; name=x\r\n\r\n".utf8) + content
                + Array("\r\n--b0--".utf8)
            let place = Int.random(in: 0...body.count, using: &generator)
            #expect(try parse(cut(body, at: [place])).map(\.content) == [content])
        }
    }

    @Test func noBytesMakeItFailOtherwiseThanExplained() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2_000 {
            var bytes = Self.form
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
            let place = Int.random(in: 0...bytes.count, using: &generator)
            do {
                _ = try parse(cut(bytes, at: [place]))
            } catch {
                #expect(error is MultipartError)
            }
        }
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        var body: String
        var code: MultipartError.Code
        var testDescription: String { String(body.prefix(40)) }
    }

    @Test(arguments: [
        Broken(body: "", code: .cutShort),
        Broken(body: "--b0", code: .cutShort),
        Broken(body: "--b0\r\nContent-Disposition: form-data; name=x\r\n\r\nhalf", code: .cutShort),
        Broken(body: "--b0\r\nContent-Disposition: form-data; name=x\r\n\r\nwhole\r\n--b0\r\n", code: .cutShort),
        Broken(body: "--b0x\r\n", code: .malformed),
        Broken(body: "--b0\r\nContent-Disposition: form-data\r\n\r\n", code: .malformed),
        Broken(body: "--b0\r\nContent-Disposition: attachment; name=x\r\n\r\n", code: .malformed),
        Broken(body: "--b0\r\nContent-Type: text/plain\r\n\r\n", code: .malformed),
        Broken(body: "--b0\r\nno header\r\n\r\n", code: .malformed),
        Broken(body: String(repeating: "x", count: 2_000), code: .malformed),
        Broken(body: "--b0\r\nX: " + String(repeating: "x", count: 9_000), code: .tooLong),
        Broken(body: "--b0" + String(repeating: " ", count: 100), code: .malformed),
    ])
    func whatIsNoFormIsExplained(_ broken: Broken) {
        let error = #expect(throws: MultipartError.self) { _ = try parse([Array(broken.body.utf8)[...]]) }
        #expect(error?.code == broken.code)
        #expect(error?.message.hasSuffix(".") == true)
    }

    @Test func nothingButTheEndOfWhatHasComeIsKept() throws {
        var parser = MultipartParser(boundary: "b0")
        _ = try parser.take(Array("--b0\r\nContent-Disposition: form-data; name=file\r\n\r\n".utf8))
        let piece = [UInt8](repeating: 13, count: 100_000)
        var count = 0
        for _ in 0..<20 {
            for case .content(let bytes) in try parser.take(piece) { count += bytes.count }
        }
        #expect(count >= 2_000_000 - "\r\n--b0".utf8.count)
    }
}

extension [UInt8] {
    fileprivate func containsSequence(_ text: String) -> Bool { place(of: Array(text.utf8), from: 0) != nil }
}
