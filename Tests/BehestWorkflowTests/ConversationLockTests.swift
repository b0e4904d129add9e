import BehestWorkflow
import FoundationEssentials
import TestSupport
import Testing

struct ConversationLockTests {
    @Test func oneAtATimeHasIt() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "journal.sqlite").path
        do {
            let first = try ConversationLock(journalPath: path)
            let error = #expect(throws: JournalError.self) { _ = try ConversationLock(journalPath: path) }
            #expect(error?.code == .busy)
            let process = ProcessInfo.processInfo.processIdentifier
            #expect(error?.message.contains("as process \(process).") == true, "\(String(describing: error))")
            _ = consume first
        }
        // It is free again, and another journal has its own.
        let again = try ConversationLock(journalPath: path)
        let other = try ConversationLock(journalPath: folder.url.appending(path: "other.sqlite").path)
        _ = consume again
        _ = consume other
    }

    @Test func aFolderThatIsNotThereIsSaid() {
        let error = #expect(throws: JournalError.self) {
            _ = try ConversationLock(journalPath: "/nowhere/journal.sqlite")
        }
        #expect(error?.code == .cannotOpen)
    }
}
