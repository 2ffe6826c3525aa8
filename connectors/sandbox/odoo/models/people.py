"""Employees and their departments."""

from connectors.sandbox.odoo.fields import Field, Model, char, many2one

DEPARTMENT = Model(
    "hr.department",
    "Department",
    {
        "name": char("Department Name", required=True),
        "active": Field("boolean", "Active", default=True),
        "parent_id": many2one("Parent Department", "hr.department"),
    },
    order="name",
)

EMPLOYEE = Model(
    "hr.employee",
    "Employee",
    {
        "name": char("Employee Name", required=True),
        "active": Field("boolean", "Active", default=True),
        "job_title": char("Job Title"),
        "work_email": char("Work Email"),
        "work_phone": char("Work Phone"),
        "mobile_phone": char("Work Mobile"),
        "barcode": char("Badge ID"),
        "department_id": many2one("Department", "hr.department"),
        "parent_id": many2one("Manager", "hr.employee"),
        "user_id": many2one("User", "res.users"),
    },
    order="name",
    unique=(("barcode", "The Badge ID must be unique, this one is already assigned to another employee."),),
)

MODELS = (DEPARTMENT, EMPLOYEE)
