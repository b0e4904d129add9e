import FoundationEssentials
import TestSupport
import Testing

@testable import BehestAudio

/// Who holds a sound card, by a tree as the kernel shows it.
struct DeviceHolderSearchTests {
    private func write(_ text: String, to path: String, in folder: URL) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    @Test func believesTheKernelsOwnWord() throws {
        let directory = try TemporaryDirectory()
        try write("zoom\n", to: "4242/comm", in: directory.url)
        try write(
            "state: RUNNING\nowner_pid   : 4242\ntrigger_time: 1.0\n",
            to: "asound/card1/pcm0c/sub0/status",
            in: directory.url
        )
        try write("closed\n", to: "asound/card1/pcm1c/sub0/status", in: directory.url)
        try write("owner_pid   : 17\n", to: "asound/card1/pcm0p/sub0/status", in: directory.url)
        let search = DeviceHolderSearch(proc: directory.url.path)
        #expect(search.holders(card: 1, device: nil) == [DeviceHolder(program: "zoom", process: 4_242)])
        #expect(search.holders(card: 1, device: 1).isEmpty)
        #expect(search.holders(card: 0, device: nil).isEmpty)
    }

    @Test func looksForTheOpenDeviceOtherwise() throws {
        let directory = try TemporaryDirectory()
        for (process, name, device) in [(7, "obs", "pcmC0D0c"), (8, "mpv", "pcmC0D0p"), (9, "arecord", "pcmC10D0c")] {
            try write("\(name)\n", to: "\(process)/comm", in: directory.url)
            let folder = directory.url.appending(path: "\(process)/fd")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "5").path,
                withDestinationPath: "/dev/snd/\(device)"
            )
        }
        let search = DeviceHolderSearch(proc: directory.url.path)
        #expect(search.holders(card: 0, device: 0) == [DeviceHolder(program: "obs", process: 7)])
        #expect(search.holders(card: 10, device: nil) == [DeviceHolder(program: "arecord", process: 9)])
    }

    @Test func namesSayWhichCardTheyMean() {
        #expect(ALSADeviceName("plughw:CARD=Yeti,DEV=1").card == "Yeti")
        #expect(ALSADeviceName("plughw:CARD=Yeti,DEV=1").device == 1)
        #expect(ALSADeviceName("hw:1,2").card == "1")
        #expect(ALSADeviceName("hw:1,2").device == 2)
        #expect(ALSADeviceName("hw:Yeti").card == "Yeti")
        #expect(ALSADeviceName("default").card == nil)
        #expect(ALSADeviceName("plug:mic").card == nil)
    }
}
