import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import BehestServer

struct UploadSpoolTests {
    @Test func aFileIsItsOwnersAloneAndGoneAfterwards() throws {
        let folder = try TemporaryDirectory()
        let spool = try UploadSpool(folder: folder.url.path + "/uploads")
        do {
            let file = try spool.makeFile()
            try file.append([1, 2, 3])
            try file.append([4])
            #expect(try Data(contentsOf: URL(filePath: file.path)) == Data([1, 2, 3, 4]))
            var facts = stat()
            let isThere = unsafe lstat(file.path, &facts) == 0
            #expect(isThere)
            #expect(facts.st_mode & 0o777 == 0o600)
            #expect(try spool.makeFile().path != file.path)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder) == [])
    }

    @Test func whatAKilledProcessLeftIsRemovedAndNothingElse() throws {
        let folder = try TemporaryDirectory()
        let names = ["upload-999999999-1", "upload-1-1", "notes.txt"]
        for name in names { try Data("x".utf8).write(to: folder.url.appending(path: name)) }
        _ = try UploadSpool(folder: folder.url.path)
        // The first process lives.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == [
                "notes.txt", "upload-1-1",
            ]
        )
    }

    @Test func aPlaceThatCannotBeOneIsExplained() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.path + "/file"
        try Data().write(to: URL(filePath: file))
        let error = #expect(throws: UploadSpoolError.self) { _ = try UploadSpool(folder: file) }
        #expect(error?.message.contains("'\(file)'") == true)
    }
}
