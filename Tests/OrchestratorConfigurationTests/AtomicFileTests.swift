import Foundation
import Testing

@testable import OrchestratorConfiguration

@Suite struct AtomicFileTests {
    @Test func keepsModeAndLink() throws {
        let project = try ScratchProject(["real/a.yaml": "old"])
        let real = "\(project.path)/real/a.yaml", link = "\(project.path)/link.yaml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real/a.yaml")
        #expect(chmod(real, 0o640) == 0)
        try AtomicFile.replace(link, with: Array("new".utf8), expecting: Array("old".utf8))
        #expect(try project.read("real/a.yaml") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real/a.yaml")
        let mode = try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int
        #expect(mode == 0o640)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(project.path)/real") == ["a.yaml"])
    }

    @Test func writesNothingWhereTheFileChangedMeanwhile() throws {
        let project = try ScratchProject(["a.yaml": "theirs"])
        for expected in [Array("mine".utf8), nil] {
            #expect(throws: AtomicFile.Failure.changedMeanwhile(path: "\(project.path)/a.yaml")) {
                try AtomicFile.replace("\(project.path)/a.yaml", with: [], expecting: expected)
            }
        }
        #expect(try project.read("a.yaml") == "theirs")
        #expect(try FileManager.default.contentsOfDirectory(atPath: project.path) == ["a.yaml"])
    }
}
