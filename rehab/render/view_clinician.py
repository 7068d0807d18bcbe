"""stub"""
from rehab.model.plan import Plan
def clinician_view(plan: Plan) -> object:
    raise NotImplementedError
