import FoundationEssentials
import TestSupport
import Testing

@testable import BehestTransport

struct MultipartFormTests {
    /// All that is sent of a form without a growing part.
    private func sent(_ form: MultipartForm, chunk: Int = 7) -> String {
        let reader = UploadReader(HTTPUpload(form))
        var sent: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: chunk)
        while !reader.isDone {
            let supply = unsafe buffer.withUnsafeMutableBytes { unsafe reader.read(into: $0) }
            guard case .bytes(let count) = supply else { break }
            sent += buffer[..<count]
        }
        return String(decoding: sent, as: UTF8.self)
    }

    private static let expected = """
        --b\r
        Content-Disposition: form-data; name="model"\r
        \r
        whisper-1\r
        --b\r
        Content-Disposition: form-data; name="file"; filename="a.wav"\r
        Content-Type: audio/wav\r
        \r
        RIFF…\r
        --b--\r

        """

    @Test(arguments: [1, 7, 4_096])
    func fieldsAndFilesFollowEachOther(chunk: Int) throws {
        var form = MultipartForm(boundary: "b")
        form.add("model", "whisper-1")
        var other = form
        form.add("file", bytes: Array("RIFF…".utf8), as: "a.wav", contentType: "audio/wav")
        #expect(sent(form, chunk: chunk) == Self.expected)
        #expect(HTTPUpload(form).length == Self.expected.utf8.count)

        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "recording")
        try Data("RIFF…".utf8).write(to: file)
        try other.add("file", file: file.path, as: "a.wav", contentType: "audio/wav")
        #expect(sent(other, chunk: chunk) == Self.expected)
        #expect(HTTPUpload(other).length == Self.expected.utf8.count)
    }

    @Test func namesCannotBreakOut() {
        var form = MultipartForm(boundary: "b")
        form.add("a\"\r\nX-Evil: 1", "v")
        #expect(sent(form).contains("name=\"a%22%0D%0AX-Evil: 1\"\r\n\r\nv\r\n"))
    }

    @Test func emptyFormsAndFilesAreSentToo() throws {
        #expect(sent(MultipartForm(boundary: "b")) == "--b--\r\n")
        let directory = try TemporaryDirectory()
        let file = directory.url.appending(path: "nothing")
        try Data().write(to: file)
        var form = MultipartForm(boundary: "b")
        try form.add("f", file: file.path, as: "f", contentType: "text/plain")
        #expect(sent(form).hasSuffix("Content-Type: text/plain\r\n\r\n\r\n--b--\r\n"))
    }

    @Test func eachFormHasABoundaryOfItsOwn() {
        #expect(Set((0..<100).map { _ in MultipartForm().contentType }).count == 100)
    }

    @Test func whatGrowsHasNoLengthYet() async throws {
        let body = GrowingBody()
        var form = MultipartForm(boundary: "b")
        form.add("f", growing: body, as: "f", contentType: "audio/wav")
        let upload = HTTPUpload(form)
        #expect(upload.length == nil)
        try await body.append([1, 2, 3])
        let reader = UploadReader(upload)
        var buffer = [UInt8](repeating: 0, count: 1_000)
        func read() -> UploadReader.Supply { unsafe buffer.withUnsafeMutableBytes { unsafe reader.read(into: $0) } }
        guard case .bytes = read() else { throw TransportError(.cutShort, "the head") }
        #expect(read() == .bytes(3))
        #expect(read() == .later)
        #expect(!reader.rewind(), "what was sent is not there any more")
        body.finish()
        #expect(read() == .bytes("\r\n--b--\r\n".utf8.count))
        #expect(reader.isDone)
    }

    @Test func whatIsInItIsNotShown() {
        var form = MultipartForm()
        form.add("prompt", "hunter2")
        var upload = HTTPUpload(form)
        var dumped = ""
        dump(form, to: &dumped)
        dump(upload, to: &dumped)
        upload = HTTPUpload([.bytes(Array("hunter2".utf8))], contentType: nil)
        for shown in [dumped, "\(form)", "\(upload)", String(reflecting: upload)] {
            #expect(!shown.contains("hunter2"))
        }
        #expect(!dumped.contains("104"), "nor as bytes")
    }

    @Test(arguments: ["/no/such/file", "/tmp"])
    func whatCannotBeReadIsAnError(path: String) {
        let error = #expect(throws: TransportError.self) { _ = try HTTPUpload(file: path, contentType: "audio/wav") }
        #expect(error?.code == .unreadableFile)
        #expect(error?.message == "The file '\(path)' cannot be sent. Check that it is there and yours.")
    }
}
