import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BehestServer

struct AccessTokenTests {
    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private func write(_ text: String, to path: String, mode: mode_t = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
        let changed = unsafe chmod(path, mode) == 0
        #expect(changed)
    }

    @Test func itIsMadeOnFirstUseAndStaysTheSame() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/server/token"
        let token = try AccessToken(file: path)
        let line = try text(path)
        #expect(line.hasPrefix("behest-") && line.hasSuffix("\n") && line.utf8.count == 72)
        #expect(token.matches(line.dropLast().utf8))
        #expect(try AccessToken(file: path).matches(line.dropLast().utf8))
        var facts = stat()
        let isThere = unsafe lstat(path, &facts) == 0
        #expect(isThere)
        #expect(facts.st_mode & 0o777 == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path + "/server") == ["token"])

        let other = folder.url.path + "/other/token"
        #expect(try AccessToken(file: other).matches(line.dropLast().utf8) == false)
    }

    @Test func nothingButAllOfItMatches() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/token"
        try write("0123456789abcdef\r\n", to: path)
        let token = try AccessToken(file: path)
        #expect(token.matches("0123456789abcdef".utf8))
        for wrong in [
            "", "0123456789abcde", "0123456789abcdefg", "0123456789abcdeF", "1123456789abcdef", "0123456789abcdef\n",
        ] {
            #expect(!token.matches(wrong.utf8), "\(wrong)")
        }
    }

    @Test(arguments: [mode_t(0o644), 0o640, 0o604, 0o660, 0o666])
    func aFileThatOthersCanReadIsRefused(_ mode: mode_t) throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/token"
        try write("0123456789abcdef", to: path, mode: mode)
        let error = #expect(throws: AccessTokenError.self) { _ = try AccessToken(file: path) }
        #expect(error?.code == .open)
        #expect(error?.message.contains("'\(path)'") == true)
        #expect(error?.message.contains("chmod 600") == true)
    }

    @Test(arguments: ["", "\n", "short", "0123456789 abcdef", "0123456789abcdéf"])
    func aFileWithoutATokenIsRefused(_ content: String) throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/token"
        try write(content, to: path)
        let error = #expect(throws: AccessTokenError.self) { _ = try AccessToken(file: path) }
        #expect(error?.code == .noToken)
    }

    @Test func whatIsNoFileIsRefused() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/token"
        try write("0123456789abcdef", to: folder.url.path + "/elsewhere")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder.url.path + "/elsewhere")
        let error = #expect(throws: AccessTokenError.self) { _ = try AccessToken(file: path) }
        #expect(error?.code == .unusable)
        #expect(throws: AccessTokenError.self) { _ = try AccessToken(file: folder.url.path) }
    }

    @Test func itIsNeverShown() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.path + "/token"
        try write("0123456789abcdef", to: path)
        let token = try AccessToken(file: path)
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!"\(token) \(String(reflecting: token)) \(dumped)".contains("0123456789"))
    }
}
