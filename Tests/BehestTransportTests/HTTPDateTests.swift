import BehestTransport
import Testing

struct HTTPDateTests {
    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Tue, 29 Feb 2028 23:59:60 GMT", 1_835_481_600),
        ("Fri, 27 Nov 2026 19:21:13 GMT", 1_795_807_273),
        ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ])
    func readsATime(text: String, seconds: Int) {
        #expect(HTTPDate(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "soon", "3", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Noz 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT GMT",
    ])
    func refusesWhatIsNone(_ text: String) {
        #expect(HTTPDate(text) == nil)
    }
}
