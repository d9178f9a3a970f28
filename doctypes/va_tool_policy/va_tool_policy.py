from frappe.model.document import Document


class VAToolPolicy(Document):
    """How one tool is confirmed; a row of VA Company Settings."""
