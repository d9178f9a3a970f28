from frappe.model.document import Document


class VATemplateDepartment(Document):
    """A department that a template is for."""
