from frappe.model.document import Document


class VATemplateRole(Document):
    """A role that a template is for."""
