"""moto as a server on loopback: says its port as one line of stdout, and ends when its stdin closes."""

import logging
import os
import sys
import threading

from moto.cloudformation.models import FakeStack
from moto.cloudformation.parsing import ResourceMap
from moto.cloudformation.responses import CloudFormationResponse
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

# The server writes both itself. Doubled, the CDK CLI reads `date` as no date: "RangeError: Invalid time value".
WRITTEN_BY_THE_SERVER = {"date", "server"}


def without_doubled_headers(app):
    def wrapped(environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [h for h in headers if h[0].lower() not in WRITTEN_BY_THE_SERVER], *rest)

        return app(environ, start)

    return wrapped


def delete_in_reverse(self):
    """moto 5.1.1 goes by the order of a set of names: where a role goes before its policy, its destroy fails."""
    # Entries stand in the order of their creation, each after whatever it refers to.
    for name, resource in reversed(list(self._parsed_resources.items())):
        told = self._resource_json_map.get(name)
        if told and resource is not None and told.get("DeletionPolicy") != "Retain":
            self._delete_resource(resource, told)


def with_bucket_in_path(read):
    """moto takes the host's first label for the bucket of a template, except where `localhost` stands in the URL."""
    return lambda self, url: read(self, url.replace("127.0.0.1", "localhost", 1))


def with_defaults(create):
    """moto 5.1.1 forgets what was left to its default, and refuses an update that asks for the previous value."""

    def wrapped(self, *args, **kwargs):
        create(self, *args, **kwargs)
        for name, slot in self.template_dict.get("Parameters", {}).items():
            if "Default" in slot:
                self.parameters.setdefault(name, slot["Default"])

    return wrapped


def end_with_stdin():
    sys.stdin.buffer.read()
    os._exit(0)


CloudFormationResponse._get_stack_from_s3_url = with_bucket_in_path(CloudFormationResponse._get_stack_from_s3_url)
FakeStack.__init__ = with_defaults(FakeStack.__init__)
ResourceMap.delete = delete_in_reverse
# A template comes back as text within XML: a `<` or `&` in it, unescaped, ends the CDK's second deploy.
CloudFormationResponse.should_autoescape = True

# A line for every request is noise; what moto has no support for is said as a warning, on stderr.
logging.getLogger("werkzeug").setLevel(logging.ERROR)
threading.Thread(target=end_with_stdin, daemon=True).start()
app = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", 0, without_doubled_headers(app), threaded=True)
print(server.port, flush=True)
server.serve_forever()
