# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""usage: list_sarif.py FILE: one line for each result, related place, fix."""
import json
import sys


def place(location):
    physical = location["physicalLocation"]
    name = physical["artifactLocation"]["uri"].rsplit("/", 1)[-1]
    region = physical.get("region", {})
    return name, region.get("startLine"), region.get("startColumn")


def main():
    with open(sys.argv[1]) as file:
        (run,) = json.load(file)["runs"]
    for result in run["results"]:
        where = ":".join(map(str, place(result["locations"][0])))
        call = result.get("properties", {}).get("callSpecification", {})
        print(where, result["ruleId"], result["level"],
              "call=" + call.get("function", "-"),
              "fingerprint=" + ",".join(result.get("partialFingerprints", {}).values()))
        for related in result.get("relatedLocations", []):
            name, line, _ = place(related)
            print(f"  related {name}:{line}: {related['message']['text']}")
        for fix in result.get("fixes", []):
            for change in fix["artifactChanges"]:
                name = change["artifactLocation"]["uri"].rsplit("/", 1)[-1]
                for replacement in change["replacements"]:
                    region = replacement["deletedRegion"]
                    text = replacement.get("insertedContent", {}).get("text", "")
                    print(f"  fix {name}:{region.get('startLine')}:"
                          f"{region.get('startColumn')} '{text}'")
    (invocation,) = run["invocations"]
    notifications = invocation.get("toolExecutionNotifications", [])
    for notification in notifications:
        print("notification:", notification["message"]["text"])
    print(f"{len(run['results'])} results, {len(notifications)} notifications,",
          "successful" if invocation["executionSuccessful"] else "not successful")


if __name__ == "__main__":
    main()
